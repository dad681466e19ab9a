/** Returns the middle value. For an even number of values, this is the upper one of the two in the middle. For no values, it is NaN. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
