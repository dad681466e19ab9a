import type { MinuteFigures } from './figures';
import { type LoadResult, slowMs } from './load-result';

/** The limits of an environment that a load test can reach. */
export type LimitName =
  | 'cpu'
  | 'memory'
  | 'throttling'
  | 'rate-limit'
  | 'firewall'
  | 'load-shedding'
  | 'no-healthy-task'
  | 'server-errors'
  | 'errors'
  | 'latency'
  | 'connections'
  | 'sender'
  | 'target';

/** A limit, and a description such as `the firewall (403)`. */
export interface Limit {
  readonly name: LimitName;
  readonly what: string;
}

/** A limit and when it was reached. */
interface ReachedLimit extends Limit {
  readonly at: Date;
}

/**
 * The utilization, in percent, at which CPU or memory counts as a limit. It is less than 100, because the average over
 * a minute hides short peaks.
 */
const full = 90;

/** The share of slow responses at which the latency counts as a limit. If one response in a hundred is slow, p99 reaches `slowMs`. */
const slowShare = 0.01;

/** Returns the limits in CloudWatch's metrics. */
export function limitsInFigures(figures: readonly MinuteFigures[]): ReachedLimit[] {
  return figures.flatMap(({ minute: at, values: { cpu = 0, memory = 0, throttles = 0 } }) => [
    ...(cpu >= full
      ? [{ name: 'cpu', at, what: `the CPU of a task (${Math.round(cpu)} % in this minute)` } as const]
      : []),
    ...(memory >= full
      ? [{ name: 'memory', at, what: `the memory of a task (${Math.round(memory)} % in this minute)` } as const]
      : []),
    ...(throttles > 0
      ? [
          {
            name: 'throttling',
            at,
            what: `throttling by DynamoDB (${throttles} reads and writes in this minute)`,
          } as const,
        ]
      : []),
  ]);
}

/** Returns the limits that the responses show. */
export function limitsInResponses(result: LoadResult): ReachedLimit[] {
  return Object.entries(result.firstSeen).flatMap(([key, at]) => {
    const found = key === 'slow' ? slowness(result) : describe(key);
    return found ? [{ ...found, at }] : [];
  });
}

function slowness({ slowResponses, responses, latencyMs: { p99 } }: LoadResult): Limit | undefined {
  if (slowResponses < responses * slowShare) return undefined;
  const share = Math.round((slowResponses / responses) * 100);
  return {
    name: 'latency',
    what: `the latency: ${share} % of the responses took more than ${slowMs / 1_000} s (p99 ${Math.round(p99)} ms)`,
  };
}

function describe(key: string): Limit | undefined {
  if (key === 'error') return { name: 'errors', what: 'a request without a response' };
  if (key === '429') return { name: 'rate-limit', what: 'the rate limit of the app (429)' };
  if (key.endsWith('403')) return { name: 'firewall', what: 'the firewall (403)' };
  if (key === '503')
    return { name: 'load-shedding', what: 'the load shedding of the app, or an unavailable store (503)' };
  if (key === 'load-balancer-503')
    return { name: 'no-healthy-task', what: 'the load balancer, because no task was healthy (503)' };
  const [, sender, code] = /^(load-balancer-)?(5\d\d)$/.exec(key) ?? [];
  if (code === undefined) return undefined;
  return { name: 'server-errors', what: `a server error ${sender ? 'from the load balancer itself ' : ''}(${code})` };
}
