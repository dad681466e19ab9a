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

/** Returns the number of the pull request in the variable PULL_REQUEST. @throws UserError if the variable is not a number */
export function pullRequestNumber({ PULL_REQUEST }: NodeJS.ProcessEnv): number {
  const number = Number(PULL_REQUEST);
  if (number > 0) return number;
  throw new UserError(`PULL_REQUEST is "${PULL_REQUEST ?? ''}", but it must be the number of a pull request.`);
}
