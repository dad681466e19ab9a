import { median } from './median';

/** One measurement of the app (`ours`) and one of the program or situation that it is compared with (`peer`). */
export interface Round {
  readonly ours: number;
  readonly peer: number;
}

/** The largest ratio of a measurement may be at most this many times the smallest. Otherwise, the machine is too busy to measure. */
const maxSpread = 2;

/**
 * Measures the app and its peer in turn, so that other load on the machine affects both. Every second round begins with the peer. Prints a
 * warning if the rounds differ too much.
 */
export async function alternate(
  count: number,
  measure: { readonly ours: () => Promise<number>; readonly peer: () => Promise<number> },
  progress: (text: string) => void,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let n = 0; n < count; n += 1) {
    const isReversed = n % 2 === 1;
    const first = await measure[isReversed ? 'peer' : 'ours']();
    const second = await measure[isReversed ? 'ours' : 'peer']();
    const round = isReversed ? { ours: second, peer: first } : { ours: first, peer: second };
    rounds.push(round);
    progress(`round ${n + 1} of ${count}: ${(round.ours / round.peer).toFixed(2)}`);
  }
  const ratios = rounds.map(({ ours, peer }) => ours / peer);
  const [min, max] = [Math.min(...ratios), Math.max(...ratios)];
  if (max > min * maxSpread) {
    progress(
      `This machine is busy: the ratios of the rounds range from ${min.toFixed(2)} to ${max.toFixed(2)}. Measure again when it is quiet.`,
    );
  }
  return rounds;
}

/** Returns three medians over all rounds: of the app, of its peer, and of the ratio `ours / peer`. */
export function summarize(rounds: readonly Round[]): Round & { readonly ratio: number } {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio: median(rounds.map(({ ours, peer }) => ours / peer)),
  };
}
