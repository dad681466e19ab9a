import { untilAborted } from '../../stores/deadline';
import { StoreUnavailable } from '../../stores/store-unavailable';
import { CommitUncertain } from '../unavailable';

/** The messages for users if a step of a write fails. */
export interface WriteStep {
  /**
   * The message if the step has certainly not been executed.
   * @default none: an earlier request may have executed the step
   */
  readonly failed?: string;
  /**
   * The message if the step may have been executed.
   * @default none: the step writes nothing that users see
   */
  readonly unknown?: string;
}

/**
 * Runs a write in steps. If the write fails or exceeds the deadline of the response, the error says what was written.
 */
export class WriteOutcome {
  readonly #signal: AbortSignal;
  #step: WriteStep;

  /** @param signal aborted at the response deadline */
  constructor(signal: AbortSignal, firstStep: WriteStep) {
    this.#signal = signal;
    this.#step = firstStep;
  }

  /**
   * Starts the next step. Call this method directly before each write that users see.
   * @param step the messages of the step, by default those of the previous step
   * @throws the reason of the signal, if the response has already reported that nothing was written
   */
  next(step: WriteStep = this.#step): void {
    this.#signal.throwIfAborted();
    this.#step = step;
  }

  /**
   * Runs the write, and waits for it until the response deadline. After the deadline, the write continues in the
   * background, each call within its own timeout, until it would start another step.
   * @throws CommitUncertain, StoreUnavailable, or any error of the write
   */
  async run<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await untilAborted(this.#signal, write());
    } catch (error) {
      throw this.#explain(error);
    }
  }

  #explain(error: unknown): unknown {
    const { failed, unknown } = this.#step;
    const isDue = this.#signal.aborted && error === this.#signal.reason;
    if (!isDue && !(error instanceof StoreUnavailable)) return error;
    const cause = error instanceof StoreUnavailable ? error.cause : error;
    const isUncertain = isDue || error instanceof CommitUncertain || failed === undefined;
    return unknown !== undefined && isUncertain
      ? new CommitUncertain(cause, unknown)
      : new StoreUnavailable(cause, failed);
  }
}
