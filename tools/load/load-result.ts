/** The responses to a load, as measured on this machine. */
export interface LoadResult {
  readonly start: Date;
  readonly end: Date;
  /** How long requests were sent, in seconds. */
  readonly seconds: number;
  readonly responses: number;
  readonly connections: number;
  /** The average number of connections that waited for a response. */
  readonly waitingConnections: number;
  /** The number of responses that took longer than `slowMs`. */
  readonly slowResponses: number;
  /** The number of responses with each status code. */
  readonly statusCodes: Readonly<Record<string, number>>;
  /** The number of requests without a response: the connection failed, or no response arrived within 10 seconds. */
  readonly errors: number;
  /** The number of requests to which no response arrived within 10 seconds. `errors` includes them. */
  readonly timeouts: number;
  /**
   * The latency in milliseconds, by percentile. It is measured from the time at which the request should have been
   * sent.
   */
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  /**
   * When each kind of response first arrived. The key is the status code, with the prefix `load-balancer-` if the response is from the load
   * balancer itself. Two other keys are `slow` for a slow response and `error` for a request without a response.
   */
  readonly firstSeen: Readonly<Record<string, Date>>;
}

/**
 * The latency, in milliseconds, above which a response counts as slow, because visitors notice the delay. The alarm
 * `latency-p99` has the same threshold.
 */
export const slowMs = 1_000;
