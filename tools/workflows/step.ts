import { appendFileSync } from 'node:fs';
import { UserError } from '../shared/user-error';

/** The inputs of a step of a workflow. */
export interface StepContext {
  /** The environment variables of the process. GitHub describes the workflow run in them. */
  readonly variables: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  /**
   * How long to wait before the comment is read again, in milliseconds. By then, the other runs must have written the
   * comment.
   * @default 5 s
   */
  readonly settleMs?: number;
}

/** A workflow step that needs more than a single command. @throws UserError if the job must fail */
export type Step = (args: readonly string[], context: StepContext) => Promise<void>;

/** Writes Markdown to the page of the workflow run. Does nothing outside of GitHub. */
export function writeSummary({ GITHUB_STEP_SUMMARY: file }: NodeJS.ProcessEnv, markdown: string): void {
  if (file) appendFileSync(file, `${markdown.trimEnd()}\n\n`);
}

/** Sets outputs of the step. Each value must be a single line. Does nothing outside of GitHub. */
export function writeOutputs(
  { GITHUB_OUTPUT: file }: NodeJS.ProcessEnv,
  outputs: Readonly<Record<string, string | boolean>>,
): void {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value).replace(/\s+/g, ' ')}\n`);
  if (file) appendFileSync(file, lines.join(''));
}

/** Returns the number of the pull request in the variable PULL_REQUEST. @throws UserError if the variable is not a number */
export function pullRequestNumber({ PULL_REQUEST }: NodeJS.ProcessEnv): number {
  const number = Number(PULL_REQUEST);
  if (number > 0) return number;
  throw new UserError(`PULL_REQUEST is "${PULL_REQUEST ?? ''}", but it must be the number of a pull request.`);
}

/** Returns the URL of the page of the workflow run. */
export function runAddress({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: NodeJS.ProcessEnv): string {
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
