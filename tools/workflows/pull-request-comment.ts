import { setTimeout as sleep } from 'node:timers/promises';
import { GitHub } from '../github/github';
import { GitHubError } from '../github/github-client';
import { UserError } from '../shared/user-error';
import { commentMarker, replaceSection } from './comment-sections';
import { pullRequestNumber, type StepContext } from './step';

/** The maximum number of attempts to write a section. Each time that another run overwrites the section, it is written again. */
const maxAttempts = 5;
/**
 * The default of `settleMs`, in milliseconds. This is long enough for another run to write a comment that it has
 * already read.
 */
const defaultSettleMs = 5_000;

/**
 * Writes one section of the comment on the pull request whose number is in PULL_REQUEST. A pull request has only one
 * such comment.
 * GitHub has no conditional update, and two runs may write their sections at the same time. Therefore each run reads
 * the comment again after its update, and repeats the update until the comment contains the section.
 * @param text the section; an empty string removes the section
 * @throws UserError if other runs overwrite the section after every attempt
 */
export async function writeCommentSection(name: string, text: string, context: StepContext): Promise<void> {
  const { variables, stop, settleMs = defaultSettleMs } = context;
  const pullRequest = pullRequestNumber(variables);
  const gitHub = new GitHub(variables, stop);
  let created: number | undefined;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [oldest] = await gitHub.comments(pullRequest, commentMarker);
    // If two runs have each created a comment at the same time, only the older comment is kept.
    if (created !== undefined && oldest?.id !== created) await gitHub.deleteComment(created).catch(ignoreMissing);
    created = undefined;
    const body = replaceSection(oldest?.body ?? commentMarker, name, text);
    if (body === (oldest?.body ?? commentMarker)) return;
    if (oldest) await gitHub.updateComment(oldest.id, body).catch(ignoreMissing);
    else created = (await gitHub.addComment(pullRequest, body)).id;
    await sleep(settleMs, undefined, { signal: stop });
  }
  throw new UserError(
    `Other runs have overwritten the section "${name}" of the comment on the pull request. Run the job again.`,
  );
}

/**
 * Ignores the error for a missing comment, because a user may delete the comment at any time. Throws any other error.
 */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof GitHubError) || error.status !== 404) throw error;
}
