import { InvalidArgumentError } from 'commander';

/** The size of a load test. */
export interface LoadSize {
  /** The rate, in requests per second. */
  readonly rate: number;
  readonly seconds: number;
}

/**
 * The maximum size of a load test. It is enough to reach the limits of a small service.
 * It is far below what AWS considers a stress test: more than 1 Gbit/s for a minute.
 * https://aws.amazon.com/ec2/testing/
 */
export const maxLoad: LoadSize = { rate: 500, seconds: 600 };

/** The minimum duration in seconds. A shorter test would send too few requests, and CloudWatch counts per minute. */
export const minSeconds = 5;

export const defaultLoad: LoadSize = { rate: 20, seconds: 60 };

export const parseRate = parseWholeNumber(1, maxLoad.rate, 'requests a second');
export const parseSeconds = parseWholeNumber(minSeconds, maxLoad.seconds, 'seconds');

/** Returns a parser for the value of an option, which must be a whole number in this range. */
function parseWholeNumber(min: number, max: number, unit: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max} (${unit}).`);
  };
}
