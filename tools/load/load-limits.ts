import { InvalidArgumentError } from 'commander';

/** The size of a load test. */
export interface LoadSize {
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
}

/**
 * The largest load: enough for the limits of a small service, and far below what AWS considers a stress test,
 * 1 Gbit/s for a minute. https://aws.amazon.com/ec2/testing/
 */
export const maxLoad: LoadSize = { rate: 500, seconds: 600 };

/** A shorter test has too few requests, and CloudWatch counts per minute. */
export const minSeconds = 5;

export const defaultLoad: LoadSize = { rate: 20, seconds: 60 };

export const parseRate = parseWholeNumber(1, maxLoad.rate, 'requests a second');
export const parseSeconds = parseWholeNumber(minSeconds, maxLoad.seconds, 'seconds');

/** @returns a parser for an option of the command line */
function parseWholeNumber(min: number, max: number, unit: string): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= min && number <= max) return number;
    throw new InvalidArgumentError(`Use a whole number from ${min} to ${max} (${unit}).`);
  };
}
