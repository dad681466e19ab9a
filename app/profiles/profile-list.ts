import type { Context } from 'koa';
import { parseLimit } from '../entries/entry-list';
import { Problem } from '../http/problem';
import { isCreatedAt, isProfileId, type ProfilePlace, type ProfileQuery } from './profile';

const path = '/profiles';

/** As long as a name may be. */
const maxSearchCodePoints = 64;

/**
 * Parses `q`, `limit` and `before`.
 * @throws Problem 400
 */
export function parseProfileQuery(ctx: Context): ProfileQuery {
  const { q, limit, before } = ctx.query;
  const search = parseSearch(q);
  return {
    limit: parseLimit(limit),
    ...(before !== undefined && { before: parseCursor(before) }),
    ...(search !== '' && { search }),
  };
}

/** Where a page of the list is: the newest of a search, or those before a place. */
export function profilesHref({ limit, search }: ProfileQuery, before?: ProfilePlace): string {
  const query = new URLSearchParams({ ...(search !== undefined && { q: search }), limit: String(limit) });
  if (before !== undefined) query.set('before', formatCursor(before));
  return `${path}?${query}`;
}

/** Writes a place in the list as one opaque word. */
export function formatCursor({ createdAt, id }: ProfilePlace): string {
  return Buffer.from(`${createdAt} ${id}`).toString('base64url');
}

function parseSearch(text: string | string[] | undefined): string {
  if (Array.isArray(text)) throw new Problem(400, 'q is given once.');
  const search = (text ?? '').normalize('NFC').trim();
  if ([...search].length <= maxSearchCodePoints && !/[\p{Cc}\p{Cs}]/u.test(search)) return search;
  throw new Problem(
    400,
    `q is a part of a name: at most ${maxSearchCodePoints} characters, without control characters.`,
  );
}

function parseCursor(text: string | string[]): ProfilePlace {
  const [createdAt = '', id = ''] =
    typeof text === 'string' ? Buffer.from(text, 'base64url').toString().split(' ') : [];
  const isPlace = isCreatedAt(createdAt) && isProfileId(id);
  if (isPlace && formatCursor({ createdAt, id }) === text) return { createdAt, id };
  throw new Problem(400, 'before is the value of next in the page before, given once and unchanged.');
}
