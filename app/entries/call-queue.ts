export interface CallQueueProps {
  /** How many calls run at a time. */
  readonly size: number;
  /** A call that has waited longer is given up: it could hardly end in time any more. */
  readonly maxWaitMs: number;
}

/**
 * Lets so many calls run at a time and the others wait, in order. Requests that are all begun at once share the processor
 * and time out together; in turn, most are answered, and what cannot be is given up before it costs anything.
 */
export class CallQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #maxWaitMs: number;
  #free: number;

  constructor({ size, maxWaitMs }: CallQueueProps) {
    this.#free = size;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * Runs a call in its turn. Its place is free again when it ends or the signal is aborted, for a call may hear no signal.
   * @throws Error when its turn comes after `maxWaitMs`
   */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const queuedAt = performance.now();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));

    let isHeld = true;
    const release = () => {
      if (isHeld) this.#passOn();
      isHeld = false;
    };
    signal.addEventListener('abort', release);
    try {
      if (performance.now() - queuedAt > this.#maxWaitMs) {
        throw new Error(`Too many calls: no turn within ${this.#maxWaitMs} ms`);
      }
      return await call();
    } finally {
      signal.removeEventListener('abort', release);
      release();
    }
  }

  #passOn(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
