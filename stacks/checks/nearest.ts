import { distance } from 'fastest-levenshtein';

/** Whether one of two names begins with the other. */
function isBeginning(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** The known name that a misspelt one most likely means; undefined if none is close. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const meant = name.toLowerCase();
  const lengthDifference = (other: string) => Math.abs(other.length - meant.length);
  const beginning = known.filter((other) => meant.length > 1 && isBeginning(other.toLowerCase(), meant));
  const ranked = known
    .map((other) => ({ other, edits: distance(meant, other.toLowerCase()) }))
    // Letters that changed places count twice, and leave the length as it is.
    .sort((one, other) => one.edits - other.edits || lengthDifference(one.other) - lengthDifference(other.other));
  const [best] = ranked;
  // A third of a name is more than a slip of the finger.
  if (best && best.edits <= Math.max(1, Math.floor(best.other.length / 3))) return best.other;
  return beginning.length === 1 ? beginning[0] : undefined;
}
