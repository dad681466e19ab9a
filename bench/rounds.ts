import { median } from './median';

/** One measurement of each of two sides. */
export interface Round {
  readonly ours: number;
  readonly peer: number;
}

/**
 * Measures two sides in turn. Other load on the machine then affects both, and every second round begins with the
 * other side.
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
  return rounds;
}

/** Returns the medians of both sides, and the median of the rounds' ratios, ours to the peer's. */
export function summarize(rounds: readonly Round[]): Round & { readonly ratio: number } {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio: median(rounds.map(({ ours, peer }) => ours / peer)),
  };
}
