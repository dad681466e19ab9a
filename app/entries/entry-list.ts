import type { Context } from 'koa';
import { Problem } from '../http/problem';
import type { EntryKey } from './entry';
import { formatEntryToken, readEntryToken } from './entry-token';

const path = '/entries';
const defaultLimit = 20;
const maxLimit = 100;

/** Which page of the list a client asks for. */
export interface ListQuery {
  /** 1 to 100. @default 20 */
  readonly limit: number;
  readonly before?: EntryKey;
}

/**
 * Parses `limit` and `before`.
 * @throws Problem 400
 */
export function parseListQuery(ctx: Context): ListQuery {
  const { limit, before } = ctx.query;
  return {
    limit: parseLimit(limit),
    ...(before !== undefined && { before: parseCursor(before) }),
  };
}

/** Where the page of so many entries is: the newest, or those before a place. */
export function listHref(limit: number, before?: EntryKey): string {
  return `${path}?limit=${limit}${before === undefined ? '' : `&before=${formatEntryToken(before)}`}`;
}

/**
 * Parses how many a page of a list holds: 1 to 100.
 * @throws Problem 400
 */
export function parseLimit(text: string | string[] | undefined): number {
  if (text === undefined) return defaultLimit;
  const limit = typeof text === 'string' && /^[1-9][0-9]{0,2}$/.test(text) ? Number(text) : Number.NaN;
  if (limit <= maxLimit) return limit;
  throw new Problem(400, `limit is one whole number from 1 to ${maxLimit}.`);
}

function parseCursor(text: string | string[]): EntryKey {
  const key = typeof text === 'string' ? readEntryToken(text) : null;
  if (key !== null) return key;
  throw new Problem(400, 'before is the value of next in the page before, given once and unchanged.');
}
