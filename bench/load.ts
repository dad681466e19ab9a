import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What autocannon is told here: see its README. */
export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The number of requests, which then ends the load in place of `duration`. */
  readonly amount?: number;
  /** Seconds. */
  readonly duration?: number;
  /** How often it counts, and looks whether all requests have been made, in milliseconds. @default 1_000 */
  readonly sampleInt?: number;
}

/** What autocannon counted. */
export interface LoadResult {
  readonly requests: { readonly average: number; readonly total: number };
  /** Seconds. */
  readonly duration: number;
  readonly non2xx: number;
  readonly errors: number;
}

/** A process that loads servers: this one may hold the database. */
export class LoadProcess {
  readonly #child = fork(path.join(__dirname, 'load-process.mjs'), { execArgv: [] });
  readonly #ended = new AbortController();
  #loads = 0;

  constructor() {
    this.#child.once('exit', () => this.#ended.abort(new Error('The process that loads servers has ended')));
  }

  /**
   * Several loads may run at once.
   * @throws Error when the process has ended
   */
  async load(options: LoadOptions): Promise<LoadResult> {
    const id = this.#loads++;
    this.#child.send({ id, options });
    for (;;) {
      const [reply] = (await once(this.#child, 'message', this.#ended)) as [{ id: number; result: LoadResult }];
      if (reply.id === id) return reply.result;
    }
  }

  stop(): void {
    this.#child.kill();
  }
}
