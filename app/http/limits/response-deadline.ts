/**
 * The maximum time for the app's work on one response, in milliseconds. Clients should wait at most 2 s; the remaining
 * 0.5 s is for parsing, rendering and a busy CPU.
 */
export const responseTimeoutMs = 1_500;

/**
 * Creates a signal that is aborted at the deadline of the response. Use it for requests whose body has arrived, or that
 * have none.
 */
export function responseSignal(limitMs: number = responseTimeoutMs): AbortSignal {
  return AbortSignal.timeout(limitMs);
}

/** The deadline of one response. It limits the time since the last received byte of the request. */
export class ResponseDeadline {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  #runningSince = 0;

  /** @param limitMs how long the app may take, in milliseconds */
  constructor(limitMs: number = responseTimeoutMs) {
    this.#limitMs = limitMs;
    this.#leftMs = limitMs;
    this.#run();
  }

  /** A signal that is aborted at the deadline. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Passes on the chunks of a request body. The time spent waiting for the client does not count, and each chunk
   * restarts the deadline.
   */
  async *restartedByChunks(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const source = chunks[Symbol.asyncIterator]();
    try {
      for (;;) {
        this.#pause();
        const { value, done } = await source.next();
        if (!done) this.#leftMs = this.#limitMs;
        this.#run();
        if (done) return;
        yield value;
      }
    } finally {
      await source.return?.();
    }
  }

  /** Waits until a request body has been received. This time does not count, and the deadline restarts afterwards. */
  async restartedAfterBody<T>(sent: Promise<T>): Promise<T> {
    this.#pause();
    try {
      return await sent;
    } finally {
      this.#leftMs = this.#limitMs;
      this.#run();
    }
  }

  /** Cancels the deadline. Call this method when the response is ready. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #run(): void {
    this.#runningSince = performance.now();
    this.#timer = setTimeout(
      () => this.#controller.abort(new Error(`No response within ${this.#limitMs} ms`)),
      this.#leftMs,
    ).unref();
  }

  #pause(): void {
    clearTimeout(this.#timer);
    this.#leftMs = Math.max(0, this.#leftMs - (performance.now() - this.#runningSince));
  }
}
