import { StoreUnavailable } from '../stores/store-unavailable';
import { CommitUncertain } from './unavailable';

/** What to tell the client if the response is due before its write has finished. */
export class WriteOutcome {
  readonly #signal: AbortSignal;
  #message: string;
  #isUncertain = false;

  /**
   * @param signal aborted when the response is due
   * @param message what the user is told while nothing has been written, in a sentence
   */
  constructor(signal: AbortSignal, message: string) {
    this.#signal = signal;
    this.#message = message;
  }

  /**
   * Called before a step from which on another message is true.
   * @throws the signal's reason if the response has been sent: the step must not happen any more
   */
  becomes(message: string, isUncertain: boolean): void {
    this.#signal.throwIfAborted();
    this.#message = message;
    this.#isUncertain = isUncertain;
  }

  /** The error for a response that is due now. */
  toError(cause: unknown): StoreUnavailable {
    return this.#isUncertain ? new CommitUncertain(cause, this.#message) : new StoreUnavailable(cause, this.#message);
  }
}
