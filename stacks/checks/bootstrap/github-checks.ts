import type { Bootstrap } from '../../bootstrap/bootstrap';
import { isPlaceholder } from '../placeholder';
import { failedChecks, type SettingsProblem } from '../settings-problem';

/** Returns the problems with the bootstrap's settings for GitHub. */
export function gitHubProblems({ github }: Bootstrap): SettingsProblem[] {
  if (github === undefined) return [];
  const { repository, ids, reviewers } = github;
  return failedChecks([
    {
      field: 'github.repository',
      value: repository,
      allowed: /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}\/[\w.-]{1,100}$/.test(repository),
      remedy: 'Use OWNER/NAME, without https://github.com/.',
    },
    {
      field: 'github.repository',
      value: repository,
      allowed: !repository.split('/').some((name) => isPlaceholder(name) || isExampleName(name)),
      remedy: 'This is a placeholder. Use the name of your repository.',
    },
    {
      field: 'github.reviewers',
      value: reviewers,
      allowed: reviewers === undefined || reviewers.length <= 6,
      remedy: 'GitHub accepts at most six reviewers for an environment. Name fewer reviewers, or a team.',
    },
    ...(reviewers ?? []).map((reviewer, index) => ({
      field: `github.reviewers.${index}`,
      value: reviewer,
      allowed: isReviewer(reviewer),
      remedy: "Use a user's login without @, or ORGANIZATION/TEAM with the team's slug (the last part of its URL).",
    })),
    ...Object.entries(ids ?? {}).map(([name, id]) => ({
      field: `github.ids.${name}`,
      value: id,
      // JavaScript rounds some integers above Number.MAX_SAFE_INTEGER.
      allowed: /^[1-9]\d*$/.test(String(id)) && (typeof id === 'string' || Number.isSafeInteger(id)),
      remedy: "Use the numbers that `gh api repos/OWNER/NAME --jq '.owner.id, .id'` prints.",
    })),
  ]);
}

/** Whether a name is the login of a GitHub user, or an organization and the slug of its team, as in `ORGANIZATION/SLUG`. */
function isReviewer(name: string): boolean {
  return /^[A-Za-z0-9](-?[A-Za-z0-9]){0,38}(_[A-Za-z0-9]+)?(\/[a-z0-9_-]+)?$/.test(name);
}

/**
 * Whether the name of a GitHub owner or repository is an example from instructions, such as `OWNER`. Other resources may have such names,
 * so `isPlaceholder` does not match them.
 */
function isExampleName(name: string): boolean {
  return /^(owner|user(name)?|(your-|my-)?repo(sitory)?([-_]?name)?)$/i.test(name);
}
