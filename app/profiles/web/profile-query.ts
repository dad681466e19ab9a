import type { Context } from 'koa';
import { normalizeAddress } from '../../forms/text-fields';
import { parseBefore, parseLimit } from '../../http/paging';
import { Problem } from '../../http/problem';
import { parseQuery, type QueryParameter } from '../../http/query';
import { isCreatedAt, isProfileId, type ProfilePlace, type ProfileQuery } from '../profile';

/** The maximum length of a search text in code points, the same as that of a name. */
const maxSearchCodePoints = 64;

/**
 * Parses the query parameters `q`, `limit` and `before`.
 * @throws Problem 400 if a parameter is invalid
 */
export function parseProfileQuery(ctx: Context): ProfileQuery {
  const query = parseQuery(ctx);
  const search = parseSearch(query.get('q'));
  const limit = parseLimit(query.get('limit'));
  const before = parseBefore(query.get('before'), parseCursor);
  return { limit, ...(before && { before }), ...(search !== '' && { search }) };
}

/**
 * Returns the link to a page of the list.
 * @param before the position after which the page starts; if undefined, the page starts with the newest profile
 */
export function profilesHref({ limit, search }: ProfileQuery, before?: ProfilePlace): string {
  const query = new URLSearchParams({ ...(search !== undefined && { q: search }), limit: String(limit) });
  if (before !== undefined) query.set('before', formatCursor(before));
  return `/profiles?${query}`;
}

/** Encodes a position in the list as an opaque cursor. */
export function formatCursor({ createdAt, id }: ProfilePlace): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

function parseCursor(text: string): ProfilePlace | null {
  const [createdAt = '', id = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const isPlace = isCreatedAt(createdAt) && isProfileId(id);
  return isPlace && formatCursor({ createdAt, id }) === text ? { createdAt, id } : null;
}

function parseSearch(text: QueryParameter): string {
  if (typeof text === 'object')
    throw new Problem(400, 'The query parameter "q" occurs more than once. Send it only once.');
  const search = normalizeAddress(text ?? '');
  if ([...search].length <= maxSearchCodePoints && !/[\p{Cc}\p{Cs}]/u.test(search)) return search;
  throw new Problem(
    400,
    `The query parameter "q" is invalid. Send part of a name: at most ${maxSearchCodePoints} characters, without control characters.`,
  );
}
