import { unavailable } from '../problem';

export interface ConcurrencyLimits {
  /** The maximum number of concurrent operations in this process. */
  readonly total: number;
  /** The maximum number of concurrent operations per client. */
  readonly perClient: number;
  /** The error message when the limit is reached, in one or two sentences. */
  readonly message: string;
  /** The value of Retry-After when the limit is reached. */
  readonly retryAfterSeconds: number;
}

/** Limits how many operations run at the same time, per client and in total. */
export class ConcurrencyLimit {
  readonly #limits: ConcurrencyLimits;
  readonly #running = new Map<string, number>();
  #total = 0;

  constructor(limits: ConcurrencyLimits) {
    this.#limits = limits;
  }

  /**
   * Starts one operation.
   * @param client the key from `clientKey`
   * @returns a function to call once, when the operation has ended
   * @throws Problem 503 if the limit is reached
   */
  acquire(client: string): () => void {
    const { total, perClient, message, retryAfterSeconds } = this.#limits;
    const running = this.#running.get(client) ?? 0;
    if (running >= perClient || this.#total >= total) throw unavailable(message, undefined, retryAfterSeconds);
    this.#running.set(client, running + 1);
    this.#total += 1;
    return () => this.#release(client);
  }

  /**
   * Runs one operation.
   * @param client the key from `clientKey`
   * @throws Problem 503 if the limit is reached
   */
  async run<T>(client: string, operation: () => Promise<T>): Promise<T> {
    const release = this.acquire(client);
    try {
      return await operation();
    } finally {
      release();
    }
  }

  #release(client: string): void {
    this.#total -= 1;
    const running = (this.#running.get(client) ?? 0) - 1;
    // Deletes clients without running operations, so that the map does not grow.
    if (running > 0) this.#running.set(client, running);
    else this.#running.delete(client);
  }
}
