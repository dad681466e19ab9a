import type { GitHubSettings } from './bootstrap';
import { branch, script } from './github-commands';

/**
 * The checks that a pull request must pass: the names of jobs in `.github/workflows/pull-request.yml`. Jobs on which other jobs depend are
 * included, because if such a job fails, GitHub skips the dependent jobs and counts them as passed.
 */
export const requiredChecks = ['Credentials', 'Test', 'Image', 'Scan', 'Plan'] as const;

/** The id of the GitHub app "GitHub Actions". Without this id, every user with write access could report a check as passed. */
const gitHubActionsId = 15368;

/**
 * Returns a script that creates or updates a ruleset for `main`. The ruleset makes the checks required. It also rejects force pushes
 * and the deletion of `main`: otherwise everybody with write access could reset `main` to any commit whose checks have passed, such as that
 * of an old pull request.
 * https://docs.github.com/en/rest/repos/rules
 */
export function requireChecks({ repository }: Pick<GitHubSettings, 'repository'>): string {
  const name = 'Checks of pull requests';
  const ruleset = {
    name,
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/heads/${branch}`], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: requiredChecks.map((context) => ({ context, integration_id: gitHubActionsId })),
        },
      },
    ],
  };
  const path = `repos/${repository}/rulesets`;
  return script(
    `ruleset=$(gh api --paginate '${path}?includes_parents=false' --jq '.[] | select(.name == "${name}") | .id')`,
    'if [ "$ruleset" ]',
    `then gh api --silent --method PUT "${path}/$ruleset" --input -`,
    `else gh api --silent --method POST ${path} --input -`,
    "fi <<'END'",
    JSON.stringify(ruleset),
    'END',
  );
}
