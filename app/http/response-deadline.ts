/**
 * How long the app may work on one response, in milliseconds. Clients are promised 2 s; the difference is for parsing,
 * rendering and a busy processor.
 */
export const responseMs = 1_500;

/** Aborted when a response to a request that has come whole is due. */
export function responseSignal(limitMs: number = responseMs): AbortSignal {
  return AbortSignal.timeout(limitMs);
}

/** The deadline of one response: the time that the app has taken since the last byte of the request. */
export class ResponseDeadline {
  readonly #controller = new AbortController();
  readonly #limitMs: number;
  #timer: NodeJS.Timeout | undefined;
  #leftMs: number;
  #runningSince = 0;

  /** @param limitMs how long the app has, in milliseconds */
  constructor(limitMs: number = responseMs) {
    this.#limitMs = limitMs;
    this.#leftMs = limitMs;
    this.#run();
  }

  /** Aborted when the time is up. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Passes on what the client sends. Waiting for the client costs no time, and each chunk starts the time again. */
  async *restartedBy(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
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

  /** Waits for what the client sends. It costs no time, and the time starts again after it. */
  async restartedAfter<T>(sent: Promise<T>): Promise<T> {
    this.#pause();
    try {
      return await sent;
    } finally {
      this.#leftMs = this.#limitMs;
      this.#run();
    }
  }

  /** Ends it: the response is ready. */
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
