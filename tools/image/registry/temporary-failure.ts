import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../shared/user-error';

/** A failure that a retry may fix, such as a broken connection. Its message is printed if no retry succeeds. */
export class TemporaryFailure extends UserError {
  /** @param waitMs how long to wait before the next attempt, in milliseconds, if the server asks for a wait */
  constructor(
    message: string,
    readonly waitMs = 0,
  ) {
    super(message);
  }
}

export interface RetryOptions {
  readonly stop: AbortSignal;
  /** The pause before the second attempt, in milliseconds. It doubles each time. @default 500 */
  readonly pauseMs?: number;
}

const attempts = 4;
/** The longest wait that a server may ask for, in milliseconds. A longer one fails at once. */
const longestWaitMs = 60_000;

/** Repeats work that fails with a `TemporaryFailure`. @throws the last failure, and every other error at once */
export async function retry<T>(work: () => Promise<T>, { stop, pauseMs = 500 }: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      stop.throwIfAborted();
      if (!(error instanceof TemporaryFailure) || attempt === attempts || error.waitMs > longestWaitMs) throw error;
      await sleep(Math.max(error.waitMs, pauseMs * 2 ** (attempt - 1)), undefined, { signal: stop });
    }
  }
}
