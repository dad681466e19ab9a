import type { LoadSize } from './load-limits';
import { WaitingConnections } from './waiting-connections';

export interface LoadProps extends LoadSize {
  readonly url: string;
  /** The JSON to send in every request. @default undefined: every request is a GET */
  readonly body?: string | undefined;
  /** Aborting this signal ends the load early. */
  readonly stop: AbortSignal;
  /** Receives the progress as text, every second. */
  readonly onProgress: (text: string) => void;
}

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
  /** The latency in milliseconds, by percentile. It is measured from the moment at which each request was due. */
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  /**
   * When each kind of response first arrived. The key is the status code, with the prefix `load-balancer-` if the
   * response is from the load balancer itself. The key `slow` stands for a slow response, and `error` for a request
   * without a response.
   */
  readonly firstSeen: Readonly<Record<string, Date>>;
}

/** The maximum number of connections: about as many as there would be if browsers sent the same load. */
const maxConnections = 100;

/**
 * The latency, in milliseconds, above which a response counts as slow, because visitors notice the delay. The alarm
 * `latency-p99` has the same threshold.
 */
export const slowMs = 1_000;

/** The number of failed requests after which the load ends, because the app then counts as unreachable. */
const maxErrors = 500;

/**
 * Sends requests at a steady rate. The requests for each second are sent at the beginning of the second. If `stop` is
 * aborted, the result covers only the time until then.
 */
export async function sendLoad({ url, rate, seconds, body, stop, onProgress }: LoadProps): Promise<LoadResult> {
  const { default: autocannon } = await import('autocannon');
  const firstSeen: Record<string, Date> = {};
  const waiting = new WaitingConnections();
  const connections = Math.min(rate, maxConnections);
  let responses = 0;
  let slowResponses = 0;
  const begun = performance.now();
  const run = autocannon({
    url,
    connections,
    overallRate: rate,
    duration: seconds,
    bailout: maxErrors,
    headers: { 'User-Agent': 'npm-run-load', ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST' as const, body }),
    setupClient: (client) => {
      client.on('request', () => waiting.sends(client));
      client.on('headers', ({ statusCode, headers }) => {
        firstSeen[isOfLoadBalancer(headers) ? `load-balancer-${statusCode}` : statusCode] ??= new Date();
      });
    },
  });
  run.on('response', (client: object, _status: number, _bytes: number, ms: number) => {
    waiting.receives(client);
    responses += 1;
    if (ms <= slowMs) return;
    slowResponses += 1;
    firstSeen.slow ??= new Date();
  });
  run.on('reqError', () => {
    firstSeen.error ??= new Date();
  });
  const progress = setInterval(() => {
    onProgress(`${Math.round((performance.now() - begun) / 1_000)} of ${seconds} s, ${responses} responses`);
  }, 1_000);
  const end = () => run.stop();
  stop.addEventListener('abort', end);
  try {
    const { start, finish, latency, statusCodeStats, errors, timeouts } = await run;
    const periodMs = performance.now() - begun;
    const { p50, p90, p99, max } = latency;
    return {
      start,
      end: finish,
      seconds: periodMs / 1_000,
      responses,
      connections,
      waitingConnections: waiting.average(periodMs),
      slowResponses,
      statusCodes: Object.fromEntries(Object.entries(statusCodeStats).map(([code, { count }]) => [code, count])),
      errors,
      timeouts,
      latencyMs: { p50, p90, p99, max },
      firstSeen,
    };
  } finally {
    clearInterval(progress);
    stop.removeEventListener('abort', end);
  }
}

/**
 * Whether a response is from the load balancer itself, for example because no task was healthy. In that case, the
 * header `Server` names the load balancer.
 */
function isOfLoadBalancer(headers: readonly string[]): boolean {
  const index = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'server');
  return index >= 0 && /^awselb\b/.test(headers[index + 1] ?? '');
}
