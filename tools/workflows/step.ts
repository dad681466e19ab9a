import { appendFileSync } from 'node:fs';
import { UserError } from '../shared/user-error';

/** The context of a step of a workflow. */
export interface StepContext {
  /** The environment variables of the process, in which GitHub describes the run. */
  readonly variables: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
  /** How long to wait until other runs must have written to the same comment, in milliseconds. @default 2 s */
  readonly settleMs?: number;
}

/** A step of a workflow that is more than one command. @throws UserError if the job has to fail */
export type Step = (args: readonly string[], context: StepContext) => Promise<void>;

/** Writes Markdown to the page of the run; outside of GitHub, does nothing. */
export function writeSummary({ GITHUB_STEP_SUMMARY: file }: NodeJS.ProcessEnv, markdown: string): void {
  if (file) appendFileSync(file, `${markdown.trimEnd()}\n\n`);
}

/** Sets outputs of the step; outside of GitHub, does nothing. Values have one line. */
export function writeOutputs(
  { GITHUB_OUTPUT: file }: NodeJS.ProcessEnv,
  outputs: Readonly<Record<string, string | boolean>>,
): void {
  const lines = Object.entries(outputs).map(([name, value]) => `${name}=${String(value).replace(/\s+/g, ' ')}\n`);
  if (file) appendFileSync(file, lines.join(''));
}

/** Returns the number in PULL_REQUEST. @throws UserError if it is none */
export function pullRequestNumber({ PULL_REQUEST }: NodeJS.ProcessEnv): number {
  const number = Number(PULL_REQUEST);
  if (number > 0) return number;
  throw new UserError('PULL_REQUEST must be the number of a pull request.');
}

/** Returns the address of the run's page. */
export function runAddress({ GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: NodeJS.ProcessEnv): string {
  return `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
}
