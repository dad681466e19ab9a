import type { Context } from 'koa';
import { setCookie } from '../http/set-cookie';
import type { EntryKey } from './entry';
import { formatEntryToken, readEntryToken } from './entry-token';

const name = 'saved';
const maxAgeSeconds = 10;

/** Another machine's clock, which dated the entry, may be ahead by so much. */
const maxSkewSeconds = 5;

/** Tells the author's browser which entry it has just made, so that its next view surely shows it. */
export function setSavedCookie(ctx: Context, key: EntryKey, secure: boolean): void {
  setCookie(ctx, name, formatEntryToken(key), { path: '/', maxAgeSeconds, sameSite: 'Lax', secure });
}

/**
 * The entry that this reader has just made, or null if the cookie is missing, malformed or too old.
 * @param now the time by which entries are dated, in milliseconds since 1970
 */
export function readSavedCookie(ctx: Context, now: () => number): EntryKey | null {
  // Most readers have no cookies, and Koa's jar is made when it is first asked for.
  if (ctx.req.headers.cookie === undefined) return null;
  const key = readEntryToken(ctx.cookies.get(name) ?? '');
  if (key === null) return null;
  const ageSeconds = (now() - Date.parse(key.timestamp)) / 1_000;
  return ageSeconds <= maxAgeSeconds && ageSeconds >= -maxSkewSeconds ? key : null;
}
