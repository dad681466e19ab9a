import type { LoadSize } from './load-limits';

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
  readonly responses: number;
  /** How many responses had each status code. */
  readonly statusCodes: Readonly<Record<string, number>>;
  /** Requests without a response: the connection failed, or nothing arrived for 10 seconds. */
  readonly errors: number;
  /** The errors among these that are timeouts of 10 seconds. */
  readonly timeouts: number;
  /** In milliseconds, from the moment when each request was due. */
  readonly latencyMs: Readonly<Record<'p50' | 'p90' | 'p99' | 'max', number>>;
  /** When each status code, and the first error as `error`, was first seen. */
  readonly firstSeen: Readonly<Record<string, Date>>;
}

/** The maximum number of connections: about the number of browsers that would send such a load. */
const maxConnections = 100;

/** The number of failed requests after which the load ends, because the app is not reachable. */
const maxErrors = 500;

/** Sends requests at a steady rate. All of them start in the first part of each second. */
export async function sendLoad({ url, rate, seconds, body, stop, onProgress }: LoadProps): Promise<LoadResult> {
  const { default: autocannon } = await import('autocannon');
  const firstSeen: Record<string, Date> = {};
  let responses = 0;
  const run = autocannon({
    url,
    connections: Math.min(rate, maxConnections),
    overallRate: rate,
    duration: seconds,
    bailout: maxErrors,
    headers: { 'User-Agent': 'npm-run-load', ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST' as const, body }),
  });
  run.on('response', (_client: unknown, status: number) => {
    responses += 1;
    firstSeen[status] ??= new Date();
  });
  run.on('reqError', () => {
    firstSeen.error ??= new Date();
  });
  const begun = performance.now();
  const progress = setInterval(() => {
    onProgress(`${Math.round((performance.now() - begun) / 1_000)} of ${seconds} s, ${responses} responses`);
  }, 1_000);
  const end = () => run.stop();
  stop.addEventListener('abort', end);
  try {
    const { start, finish, latency, statusCodeStats, errors, timeouts } = await run;
    stop.throwIfAborted();
    const { p50, p90, p99, max } = latency;
    return {
      start,
      end: finish,
      responses,
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
