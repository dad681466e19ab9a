import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** The options of the load generator autocannon that the benchmarks use. https://github.com/mcollina/autocannon#autocannonopts-cb */
export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  /**
   * The request method.
   * @default GET
   */
  readonly method?: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The number of requests. If it is set, autocannon ignores `duration`. */
  readonly amount?: number;
  /** The number of seconds for which to send requests. */
  readonly duration?: number;
  /**
   * The interval in milliseconds at which autocannon takes samples, and checks whether it has sent all requests.
   * @default 1_000
   */
  readonly sampleInt?: number;
}

/** The fields of an autocannon result that the benchmarks use. */
export interface LoadResult {
  readonly requests: { readonly average: number; readonly total: number };
  /** The time from the start to the end of the load, in seconds. */
  readonly duration: number;
  readonly non2xx: number;
  readonly errors: number;
}

/** A separate process that generates load. In the benchmark's own process, the database could slow down the load generator. */
export class LoadProcess {
  readonly #child = fork(path.join(__dirname, 'load-process.mjs'), { execArgv: [] });
  readonly #ended = new AbortController();
  #loads = 0;

  constructor() {
    this.#child.once('exit', () => this.#ended.abort(new Error('The process that generates the load has ended.')));
  }

  /**
   * Sends requests to a server. Several calls may run at the same time.
   * @throws Error if the load process has ended
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
