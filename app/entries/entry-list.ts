import type { Context } from 'koa';
import { parseBefore, parseLimit } from '../http/paging';
import type { EntryKey } from './entry';
import { formatEntryToken, readEntryToken } from './entry-cursor';

const path = '/entries';

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
  const limit = parseLimit(ctx.query.limit);
  const before = parseBefore(ctx.query.before, readEntryToken);
  return { limit, ...(before && { before }) };
}

/** Where the page of so many entries is: the newest, or those before a place. */
export function listHref(limit: number, before?: EntryKey): string {
  return `${path}?limit=${limit}${before === undefined ? '' : `&before=${formatEntryToken(before)}`}`;
}
