declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  /** The options of a run: https://github.com/mcollina/autocannon#autocannonopts-cb */
  interface Options {
    readonly url: string;
    readonly method?: 'GET' | 'POST';
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly connections?: number;
    /** How long requests are sent, in seconds. */
    readonly duration?: number;
    /** The requests per second of all connections together. */
    readonly overallRate?: number;
    /** How long to wait for a response, in seconds. */
    readonly timeout?: number;
    /** The number of errors after which the run ends early. */
    readonly bailout?: number;
    /** Called for each connection before its first request. */
    readonly setupClient?: (client: Client) => void;
  }

  /** A connection. It emits `request` when it sends a request, and `headers` with the header of each response. */
  export interface Client extends EventEmitter {
    on(event: 'request', listener: () => void): this;
    on(event: 'headers', listener: (header: ResponseHeader) => void): this;
  }

  interface ResponseHeader {
    readonly statusCode: number;
    /** Names and values of header fields, alternately. */
    readonly headers: readonly string[];
  }

  interface Result {
    readonly start: Date;
    readonly finish: Date;
    /** How long the run took, in seconds. */
    readonly duration: number;
    readonly requests: { readonly total: number };
    /** The latency in milliseconds, by percentile. */
    readonly latency: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
    /** The number of requests without a response, including timeouts. */
    readonly errors: number;
    readonly timeouts: number;
  }

  /**
   * A running load. It emits `response` (connection, status code, bytes, milliseconds) for each response, and
   * `reqError` for each failed request.
   */
  export interface Run extends EventEmitter, Promise<Result> {
    stop(): void;
  }

  export default function autocannon(options: Options): Run;
}
