import { Problem } from './problem';
import type { QueryParameter } from './query';

const defaultLimit = 20;
const maxLimit = 100;

/**
 * Parses the page size of a list, 1 to 100. The default is 20.
 * @throws Problem 400 if the text is not such a number
 */
export function parseLimit(text: QueryParameter): number {
  if (text === undefined) return defaultLimit;
  const limit = typeof text === 'string' && /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : Number.NaN;
  if (limit <= maxLimit) return limit;
  throw new Problem(400, `The query parameter "limit" must be a single whole number from 1 to ${maxLimit}.`);
}

/**
 * Parses the cursor of a page.
 * @param read decodes a cursor, or returns null if the text is not a cursor
 * @returns undefined if the query has no cursor
 * @throws Problem 400 if the text is not a cursor, or if the query has two cursors
 */
export function parseBefore<Place>(text: QueryParameter, read: (text: string) => Place | null): Place | undefined {
  if (text === undefined) return undefined;
  const place = typeof text === 'string' ? read(text) : null;
  if (place !== null) return place;
  throw new Problem(
    400,
    'The query parameter "before" must be the unchanged value of "next" from the previous page. Send it only once.',
  );
}
