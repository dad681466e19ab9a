import type { LoadSize } from './load-limits';
import { WaitingConnections } from './waiting-connections';

export interface LoadProps extends LoadSize {
  readonly url: string;
  /** The JSON that every request posts. @default none: every request is a GET */
  readonly body?: string | undefined;
  /** Ends the load early. */
  readonly stop: AbortSignal;
  /** Called every second. */
  readonly onProgress: (text: string) => void;
}

/** The responses of a load test, as its clients received them. */
export interface LoadResult {
  readonly start: Date;
  readonly end: Date;
  /** How long requests were sent, in seconds. */
  readonly seconds: number;
  readonly responses: number;
  readonly connections: number;
  /** How many connections waited for a response, on average. */
  readonly waitingConnections: number;
  /** The responses that took longer than `slowMs`. */
  readonly slowResponses: number;
  /** How many responses had each status code. */
  readonly statusCodes: Readonly<Record<string, number>>;
  /** Requests without a response: the connection failed, or nothing arrived for 10 seconds. */
  readonly errors: number;
  /** The errors among these that are timeouts of 10 seconds. */
  readonly timeouts: number;
  /** In milliseconds, from the moment when each request was due. */
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  /**
   * When each kind of response was first seen: the status code, or `load-balancer-` and the status code if the load balancer responded itself;
   * a slow response as `slow`, and an error as `error`.
   */
  readonly firstSeen: Readonly<Record<string, Date>>;
}

/** The maximum number of connections: about the number of browsers that would send such a load. */
const maxConnections = 100;

/** A visitor notices a response that takes longer than this, in milliseconds. The alarm `latency-p99` has the same threshold. */
export const slowMs = 1_000;

/** The number of failed requests after which the load ends, because the app is not reachable. */
const maxErrors = 500;

/** Sends requests at a steady rate. All of them start in the first part of each second. When `stop` is aborted, returns the result until then. */
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

/** Whether the load balancer responded itself, for example because no task was healthy. It then names itself in the field Server. */
function isOfLoadBalancer(headers: readonly string[]): boolean {
  const index = headers.findIndex((text, index) => index % 2 === 0 && text.toLowerCase() === 'server');
  return index >= 0 && /^awselb\b/.test(headers[index + 1] ?? '');
}
