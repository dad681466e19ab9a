/** Returns the median of a list, or NaN for an empty list. With an even number of values, this is the greater of the two middle values. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
