import { InvalidArgumentError } from 'commander';

/**
 * Parses the value of the option `--per-second`.
 * @throws InvalidArgumentError if the value is not a whole number from 1 to 1000
 */
export function parseRate(value: string): number {
  const rate = Number(value);
  if (Number.isInteger(rate) && rate >= 1 && rate <= 1_000) return rate;
  throw new InvalidArgumentError(
    'The rate must be a whole number from 1 to 1000, because the index accepts 1000 writes per second.',
  );
}
