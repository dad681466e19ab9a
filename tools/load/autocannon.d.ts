declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  /** https://github.com/mcollina/autocannon#autocannonopts-cb */
  interface Options {
    readonly url: string;
    readonly method?: 'GET' | 'POST';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly connections?: number;
    /** In seconds. */
    readonly duration?: number;
    /** Requests a second of all connections. */
    readonly overallRate?: number;
    /** In seconds. */
    readonly timeout?: number;
    /** The number of errors after which the run ends. */
    readonly bailout?: number;
    /** Called for each connection before its first request. */
    readonly setupClient?: (client: Client) => void;
  }

  /** A connection. It emits `request`, and `headers` for the header of each response. */
  interface Client extends EventEmitter {
    on(event: 'request', listener: () => void): this;
    on(event: 'headers', listener: (header: ResponseHeader) => void): this;
  }

  interface ResponseHeader {
    readonly statusCode: number;
    /** Names and values in turn. */
    readonly headers: readonly string[];
  }

  interface Result {
    readonly start: Date;
    readonly finish: Date;
    /** In seconds. */
    readonly duration: number;
    readonly requests: { readonly total: number };
    /** In milliseconds. */
    readonly latency: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
    /** Timeouts included. */
    readonly errors: number;
    readonly timeouts: number;
  }

  /** A run. It emits `response` (client, status code, bytes, milliseconds) for each response, and `reqError` (error). */
  interface Run extends EventEmitter, Promise<Result> {
    stop(): void;
  }

  export default function autocannon(options: Options): Run;
}
