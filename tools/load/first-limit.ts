import type { MinuteFigures } from './figures';
import type { LoadSize } from './load-limits';
import type { LoadResult } from './load-result';
import { type Limit, type LimitName, limitsInFigures, limitsInResponses } from './reached-limits';

/** The limit that was reached first. */
export interface FirstLimit {
  /** The name of the limit; null if no limit was reached. */
  readonly name: LimitName | null;
  /** When the limit was reached; null if no limit was reached, or if the time is not known. */
  readonly at: Date | null;
  /** A sentence about the limit, followed by advice. */
  readonly sentence: string;
}

/** The minimum share of the requested rate. If fewer responses arrive, the rate was not achieved. */
const achievedShare = 0.9;

const remedies: Readonly<Record<LimitName, string>> = {
  cpu: 'To raise this limit, use more tasks (scale) or a larger compute.cpu.',
  memory: 'To raise this limit, use more tasks (scale) or a larger compute.memoryMiB.',
  throttling:
    'An on-demand table scales up within minutes. docs/architecture.md lists the limits of the index of the table.',
  'rate-limit':
    'All requests of this test come from one address, but each visitor has a separate limit (POSTS_PER_MINUTE).',
  firewall:
    'All requests of this test come from one address, but each visitor has a separate limit (ingress.firewall.requestsPerAddress).',
  'load-shedding': 'npm run logs shows whether the app was busy or a store did not respond.',
  'no-healthy-task': 'npm run status shows whether tasks are running, and why they stopped.',
  'server-errors': 'npm run logs shows the errors.',
  errors: 'Look first at the network of this machine, then at npm run status.',
  latency: 'Look first at the CPU and the stores, then at the network between this machine and the region.',
  connections: 'The responses are too slow for this rate, so look first at the CPU and the stores.',
  sender: 'This machine or its network is the limit, so send from another machine or at a lower rate.',
  target: 'These responses do not show whether a limit was reached. Choose another --target.',
};

/**
 * Finds the limit that was reached first.
 * A limit in the metrics of a minute counts as reached at the start of that minute. Therefore, a busy CPU or a
 * throttled table comes before the rejected requests that it causes in the same minute.
 */
export function firstLimit(result: LoadResult, figures: readonly MinuteFigures[], { rate }: LoadSize): FirstLimit {
  const reached = [...limitsInFigures(figures), ...limitsInResponses(result)];
  const begun = result.start.getTime();
  const [first] = reached.sort((a, b) => a.at.getTime() - b.at.getTime());
  if (first === undefined) {
    const found = noSuccess(result) ?? missedRate(result, rate);
    if (found) return { name: found.name, at: null, sentence: `${found.what}. ${remedies[found.name]}` };
    return { name: null, at: null, sentence: `No limit was reached at ${rate} requests a second.` };
  }
  const at = new Date(Math.max(first.at.getTime(), begun));
  const time = at.toISOString().slice(11, 19);
  const sentence = `The first limit was reached at ${time} UTC: ${first.what}. ${remedies[first.name]}`;
  return { name: first.name, at, sentence };
}

/** Returns the limit `target` if no request succeeded, for example because all responses were 404 or 302. */
function noSuccess({ statusCodes }: LoadResult): Limit | undefined {
  const codes = Object.keys(statusCodes);
  if (codes.length === 0 || codes.some((code) => /^2/.test(code))) return undefined;
  return { name: 'target', what: `No request succeeded: every response was ${codes.join(' or ')}` };
}

/** Called if no other limit was reached. Returns a limit if the requested rate was still not achieved. */
function missedRate(result: LoadResult, rate: number): Limit | undefined {
  const achieved = achievedRate(result);
  if (achieved >= rate * achievedShare) return undefined;
  const { waitingConnections, connections } = result;
  const only = `only ${achieved.toFixed(1)} of ${rate} requests a second got a response`;
  const waiting = `${Math.round(waitingConnections)} of ${connections} connections waited for a response`;
  return waitingConnections >= connections / 2
    ? { name: 'connections', what: `The first limit was the number of connections: ${waiting}, so ${only}` }
    : { name: 'sender', what: `The rate was not achieved: ${only}, although only ${waiting}` };
}

/** Returns the achieved rate, in responses per second. */
export function achievedRate({ responses, seconds }: LoadResult): number {
  return responses / seconds;
}
