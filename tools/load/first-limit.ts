import type { MinuteFigures } from './figures';
import type { LoadSize } from './load-limits';
import type { LoadResult } from './send-load';

/** The limits of an environment that a load test can reach. */
export type LimitName = 'cpu' | 'throttling' | 'rate-limit' | 'firewall' | 'load-shedding' | 'server-errors' | 'errors';

/** The limit that was reached first. */
export interface FirstLimit {
  /** null if no limit was reached. */
  readonly name: LimitName | null;
  readonly at: Date | null;
  /** One sentence, and what to do. */
  readonly sentence: string;
}

/**
 * The utilization, in percent, at which the CPU counts as the limit. It is below 100, because an average hides bursts within the minute.
 */
const fullCpu = 90;

interface Reached {
  readonly name: LimitName;
  readonly at: Date;
  readonly what: string;
}

const remedies: Readonly<Record<LimitName, string>> = {
  cpu: 'More tasks (scale) or a larger compute.cpu raise it.',
  throttling: 'An on-demand table scales up within minutes; docs/architecture.md lists the limits of the index.',
  'rate-limit': 'All requests come from one address here; each visitor has a separate limit (POSTS_PER_MINUTE).',
  firewall:
    'All requests come from one address here; each visitor has a separate limit (ingress.firewall.requestsPerAddress).',
  'load-shedding': 'npm run logs shows whether the app was busy or a store did not respond.',
  'server-errors': 'npm run logs shows the errors.',
  errors: 'Look first at the network of this machine, then at npm run status.',
};

/**
 * Finds the limit that was reached first. A minute of CloudWatch counts from its start. So if requests are rejected in
 * the same minute, a busy CPU or a throttled table comes first, as their cause.
 */
export function firstLimit(result: LoadResult, figures: readonly MinuteFigures[], { rate }: LoadSize): FirstLimit {
  const reached = [...limitsInFigures(figures), ...limitsInResponses(result)];
  const begun = result.start.getTime();
  const [first] = reached.sort((a, b) => a.at.getTime() - b.at.getTime());
  if (first === undefined) {
    return { name: null, at: null, sentence: `No limit was reached at ${rate} requests a second.` };
  }
  const at = new Date(Math.max(first.at.getTime(), begun));
  const time = at.toISOString().slice(11, 19);
  const sentence = `The first limit, at ${time} UTC, was ${first.what}. ${remedies[first.name]}`;
  return { name: first.name, at, sentence };
}

function limitsInFigures(figures: readonly MinuteFigures[]): Reached[] {
  return figures.flatMap(({ minute: at, values: { cpu = 0, throttles = 0 } }) => [
    ...(cpu >= fullCpu
      ? [{ name: 'cpu', at, what: `the CPU of a task (${Math.round(cpu)} % in this minute)` } as const]
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

function limitsInResponses({ firstSeen }: LoadResult): Reached[] {
  return Object.entries(firstSeen).flatMap(([key, at]) => {
    const found = describe(key);
    return found ? [{ ...found, at }] : [];
  });
}

function describe(key: string): Pick<Reached, 'name' | 'what'> | undefined {
  if (key === 'error') return { name: 'errors', what: 'a request without a response' };
  if (key === '429') return { name: 'rate-limit', what: 'the rate limit of the app (429)' };
  if (key === '403') return { name: 'firewall', what: 'the firewall (403)' };
  if (key === '503')
    return { name: 'load-shedding', what: 'the load shedding of the app, or an unavailable store (503)' };
  return /^5/.test(key) ? { name: 'server-errors', what: `a server error (${key})` } : undefined;
}
