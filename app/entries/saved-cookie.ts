import type { Context } from 'koa';
import { setCookie } from '../http/set-cookie';
import type { EntryKey } from './entry';
import { formatEntryToken, readEntryToken } from './entry-cursor';

const name = 'saved';
const maxAgeSeconds = 10;

/** An entry this much older than its response was stored by an earlier request, in milliseconds. */
const olderMs = 2_000;

/** Another machine's clock, which dated the entry, may be ahead by so much. */
const maxSkewSeconds = 5;

/**
 * Tells the author's browser which entry it has just made, so that its next view surely shows it. An entry of a repeated
 * request may be older than the cookie, which then carries its own time.
 * @param now the time by which entries are dated, in milliseconds since 1970
 */
export function setSavedCookie(ctx: Context, key: EntryKey, now: number, secure: boolean): void {
  const isOlder = now - Date.parse(key.timestamp) > olderMs;
  const value = `${formatEntryToken(key)}${isOlder ? `.${Math.round(now).toString(36)}` : ''}`;
  setCookie(ctx, name, value, { path: '/', maxAgeSeconds, sameSite: 'Lax', secure });
}

/**
 * The entry that this reader has just made, or null if the cookie is missing, malformed or too old.
 * @param now the time by which entries are dated, in milliseconds since 1970
 */
export function readSavedCookie(ctx: Context, now: () => number): EntryKey | null {
  // Most readers have no cookies, and Koa's jar is made when it is first asked for.
  if (ctx.req.headers.cookie === undefined) return null;
  const [token = '', time] = (ctx.cookies.get(name) ?? '').split('.');
  const key = readEntryToken(token);
  if (key === null) return null;
  const madeAt = time === undefined ? Date.parse(key.timestamp) : Number.parseInt(time, 36);
  const ageSeconds = (now() - madeAt) / 1_000;
  return ageSeconds <= maxAgeSeconds && ageSeconds >= -maxSkewSeconds ? key : null;
}
