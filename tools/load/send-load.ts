import type { LoadSize } from './load-limits';
import type { LoadResult } from './load-result';
import { ResponseCounts } from './response-counts';

export interface LoadProps extends LoadSize {
  readonly url: string;
  /** The JSON to send in every request. @default undefined: every request is a GET */
  readonly body?: string | undefined;
  /** Aborting this signal ends the load early. */
  readonly stop: AbortSignal;
  /** Receives the progress as text, every second. */
  readonly onProgress: (text: string) => void;
}

/** The maximum number of connections: about as many as there would be if browsers sent the same load. */
const maxConnections = 100;

/** The number of failed requests after which the load ends, because the app then counts as unreachable. */
const maxErrors = 500;

/**
 * Sends requests at a steady rate. The requests for each second are sent at the beginning of the second. If `stop` is
 * aborted, the result covers only the time until then.
 */
export async function sendLoad({ url, rate, seconds, body, stop, onProgress }: LoadProps): Promise<LoadResult> {
  const { default: autocannon } = await import('autocannon');
  const counts = new ResponseCounts();
  const connections = Math.min(rate, maxConnections);
  const begun = performance.now();
  const run = autocannon({
    url,
    connections,
    overallRate: rate,
    duration: seconds,
    bailout: maxErrors,
    headers: { 'User-Agent': 'npm-run-load', ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST' as const, body }),
    setupClient: (client) => counts.watch(client),
  });
  counts.count(run);
  const progress = setInterval(() => {
    onProgress(`${Math.round((performance.now() - begun) / 1_000)} of ${seconds} s, ${counts.responses} responses`);
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
      responses: counts.responses,
      connections,
      waitingConnections: counts.waitingConnections(periodMs),
      slowResponses: counts.slowResponses,
      statusCodes: Object.fromEntries(Object.entries(statusCodeStats).map(([code, { count }]) => [code, count])),
      errors,
      timeouts,
      latencyMs: { p50, p90, p99, max },
      firstSeen: counts.firstSeen,
    };
  } finally {
    clearInterval(progress);
    stop.removeEventListener('abort', end);
  }
}
