import { distance } from 'fastest-levenshtein';

/**
 * Returns the known name that a misspelt or abbreviated name most likely means.
 * @returns undefined if no name is similar, or if an abbreviation fits more than one
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const meant = name.toLowerCase();
  const lengthDifference = (other: string) => Math.abs(other.length - meant.length);
  const [best] = known
    .map((other) => ({ other, edits: edits(meant, other.toLowerCase()) }))
    .sort((one, other) => one.edits - other.edits || lengthDifference(one.other) - lengthDifference(other.other));
  // Accept a misspelling only if at most a third of the letters differ.
  if (best && best.edits <= Math.max(1, Math.floor(best.other.length / 3))) return best.other;
  const abbreviated = known.filter((other) => isAbbreviation(meant, other.toLowerCase()));
  return abbreviated.length === 1 ? abbreviated[0] : undefined;
}

/** Returns the edit distance: how many letters to add, remove or replace. Two swapped letters count as one edit. */
function edits(one: string, other: string): number {
  const swaps = Array.from(
    one.slice(1),
    (letter, index) => one.slice(0, index) + letter + one[index] + one.slice(index + 2),
  );
  return Math.min(distance(one, other), ...swaps.map((swapped) => 1 + distance(swapped, other)));
}

/**
 * Whether the shorter name abbreviates the longer one. It consists of letters of the longer name in order (`stg` for `staging`), or of the
 * beginning of the longer name with one wrong letter (`stage` for `staging`).
 */
function isAbbreviation(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length < 2 || short[0] !== long[0]) return false;
  return isSubsequence(short, long) || (short.length > 3 && edits(short, long.slice(0, short.length)) === 1);
}

function isSubsequence(short: string, long: string): boolean {
  let found = 0;
  for (const letter of long) if (letter === short[found]) found++;
  return found === short.length;
}
