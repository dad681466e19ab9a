import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../shared/user-error';
import { commentMarker, replaceSection } from './comment-sections';
import { GitHub, GitHubError } from './github';
import { pullRequestNumber, type StepContext } from './step';

/** How often a section is written, if other runs overwrite it. */
const maxAttempts = 5;
/** The default of `settleMs`: longer than another run needs between its read and its write of the comment. */
const defaultSettleMs = 2_000;

/**
 * Writes one section of the only comment on the pull request whose number is in PULL_REQUEST. GitHub has no conditional update, and the
 * plans and the preview may be written at the same moment. So each run reads the comment again, until it contains the section.
 * @param text an empty text removes the section
 * @throws UserError if other runs overwrite it each time
 */
export async function writeCommentSection(name: string, text: string, context: StepContext): Promise<void> {
  const { variables, stop, settleMs = defaultSettleMs } = context;
  const pullRequest = pullRequestNumber(variables);
  const gitHub = new GitHub(variables, stop);
  let created: number | undefined;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const [oldest] = await gitHub.comments(pullRequest, commentMarker);
    // Two runs have created a comment. Only the oldest one stays.
    if (created !== undefined && oldest?.id !== created) await gitHub.deleteComment(created).catch(ignoreMissing);
    created = undefined;
    const body = replaceSection(oldest?.body ?? commentMarker, name, text);
    if (body === (oldest?.body ?? commentMarker)) return;
    if (oldest) await gitHub.updateComment(oldest.id, body).catch(ignoreMissing);
    else created = (await gitHub.addComment(pullRequest, body)).id;
    await sleep(settleMs, undefined, { signal: stop });
  }
  throw new UserError(`Other runs overwrite the section "${name}" of the comment. Run the job again.`);
}

/** Somebody may delete the comment at any moment. */
function ignoreMissing(error: unknown): void {
  if (!(error instanceof GitHubError) || error.status !== 404) throw error;
}
