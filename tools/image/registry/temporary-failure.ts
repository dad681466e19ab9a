import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../shared/user-error';

/** A failure after which another attempt may succeed, such as a broken connection. Its message is printed if the last attempt fails. */
export class TemporaryFailure extends UserError {
  /**
   * @param message the message for the user if the last attempt fails
   * @param waitMs how long the server asks the client to wait before the next attempt, in milliseconds; 0 without such
   * a request
   */
  constructor(
    message: string,
    readonly waitMs = 0,
  ) {
    super(message);
  }
}

export interface RetryOptions {
  readonly stop: AbortSignal;
  /** The pause before the second attempt, in milliseconds. Each further pause is twice as long. @default 500 */
  readonly pauseMs?: number;
}

const attempts = 4;
/** The longest accepted wait, in milliseconds. If a server asks the client to wait longer, there is no further attempt. */
const longestWaitMs = 60_000;

/**
 * Repeats work that fails with a `TemporaryFailure`, up to four attempts.
 * @throws the error of the last attempt; any other error at once
 */
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
