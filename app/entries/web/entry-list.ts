import type { Context } from 'koa';
import { parseBefore, parseLimit } from '../../http/paging';
import { parseQuery } from '../../http/query';
import type { EntryKey } from '../entry';
import { formatEntryCursor, parseEntryCursor } from './entry-cursor';

const path = '/entries';

/** The query parameters of a page of the list. */
export interface ListQuery {
  /**
   * The page size, 1 to 100.
   * @default 20
   */
  readonly limit: number;
  readonly before?: EntryKey;
}

/**
 * Parses the query parameters `limit` and `before`.
 * @throws Problem 400 if a parameter is invalid
 */
export function parseListQuery(ctx: Context): ListQuery {
  const query = parseQuery(ctx);
  const limit = parseLimit(query.get('limit'));
  const before = parseBefore(query.get('before'), parseEntryCursor);
  return { limit, ...(before && { before }) };
}

/** Returns the link to a page of the list: the newest entries, or those before a key. */
export function listHref(limit: number, before?: EntryKey): string {
  return `${path}?limit=${limit}${before === undefined ? '' : `&before=${formatEntryCursor(before)}`}`;
}
