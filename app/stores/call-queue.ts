export interface CallQueueProps {
  /** The maximum number of concurrent calls. */
  readonly size: number;
  /**
   * The maximum time that a call waits in the queue, in milliseconds. A call that has waited longer fails without
   * running, because it would probably time out.
   */
  readonly maxWaitMs: number;
}

/** The error of a call that was not run, because it had waited too long in the queue. */
export class QueueTimeout extends Error {
  override readonly name = 'QueueTimeout';
}

/**
 * Limits the number of concurrent calls; further calls wait, in order. Under overload, unlimited calls would share the
 * CPU, and all of them would time out. With the queue, most calls succeed, and the rest fail cheaply.
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
   * Runs a call when its turn comes. The next call starts when this one ends or when `signal` is aborted, because some
   * calls ignore the signal and continue.
   * @throws QueueTimeout if the call has waited longer than `maxWaitMs`
   */
  async run<T>(signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    const queuedAt = performance.now();
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));

    let isRunning = true;
    const release = () => {
      if (isRunning) this.#startNext();
      isRunning = false;
    };
    signal.addEventListener('abort', release);
    try {
      if (performance.now() - queuedAt > this.#maxWaitMs) {
        throw new QueueTimeout(`Too many calls: waited more than ${this.#maxWaitMs} ms in the queue`);
      }
      return await call();
    } finally {
      signal.removeEventListener('abort', release);
      release();
    }
  }

  #startNext(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#free += 1;
    else next();
  }
}
