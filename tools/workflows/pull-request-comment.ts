import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../shared/user-error';
import { commentMarker, replaceSection } from './comment-sections';
import { GitHub, GitHubError } from './github';
import { pullRequestNumber, type StepContext } from './step';

/** How many times a section is written if other runs overwrite it. */
const maxAttempts = 5;
/**
 * The default of `settleMs`, in milliseconds. It is longer than the time that another run needs between reading and
 * writing the comment.
 */
const defaultSettleMs = 2_000;

/**
 * Writes one section of the only comment on the pull request whose number is in PULL_REQUEST.
 * GitHub has no conditional update, and two runs may write their sections at the same time. Therefore each run reads
 * the comment again, and repeats the update until the comment contains the section.
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
    // If two runs have created a comment at the same time, only the older comment stays.
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

/** Ignores that a comment does not exist, because somebody may delete it at any time. Throws any other error. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof GitHubError) || error.status !== 404) throw error;
}
