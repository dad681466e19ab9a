import { InvalidArgumentError } from 'commander';

/**
 * Reads how many entries may change in a second.
 * @throws InvalidArgumentError if it is not a whole number, or more than the index takes
 */
export function parseRate(value: string): number {
  const rate = Number(value);
  if (Number.isInteger(rate) && rate >= 1 && rate <= 1_000) return rate;
  throw new InvalidArgumentError('A whole number from 1 to 1000 is allowed (the index takes 1000 writes a second).');
}
