/** Returns the median of a list, or NaN if the list is empty. For an even number of values, it is the greater of the two middle ones. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
