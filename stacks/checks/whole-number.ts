/** Whether a value is a whole number from `least` to `most`, inclusive. */
export function isWholeNumber(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
