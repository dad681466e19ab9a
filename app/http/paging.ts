import { Problem } from './problem';

const defaultLimit = 20;
const maxLimit = 100;

/** A parameter of a query, as Koa gives it: a list where it is given more than once. */
type Parameter = string | string[] | undefined;

/**
 * Parses how many a page of a list holds: 1 to 100.
 * @default 20
 * @throws Problem 400
 */
export function parseLimit(text: Parameter): number {
  if (text === undefined) return defaultLimit;
  const limit = typeof text === 'string' && /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : Number.NaN;
  if (limit <= maxLimit) return limit;
  throw new Problem(400, `limit is one whole number from 1 to ${maxLimit}.`);
}

/**
 * Parses the place in a list from which a page goes on.
 * @param read gives null for whatever is no place
 * @returns undefined where none is given
 * @throws Problem 400
 */
export function parseBefore<Place>(text: Parameter, read: (text: string) => Place | null): Place | undefined {
  if (text === undefined) return undefined;
  const place = typeof text === 'string' ? read(text) : null;
  if (place !== null) return place;
  throw new Problem(400, 'before is the value of next in the page before, given once and unchanged.');
}
