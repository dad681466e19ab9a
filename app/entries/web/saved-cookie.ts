import type { Context } from 'koa';
import { setCookie } from '../../http/set-cookie';
import type { EntryKey } from '../entry';
import { formatEntryCursor, parseEntryCursor } from './entry-cursor';

const name = 'saved';
const maxAgeSeconds = 10;

/**
 * The maximum age of a new entry when the response is sent, in milliseconds. An older entry was stored by an earlier
 * request, and found by a retry.
 */
const retryAgeMs = 2_000;

/** How many seconds the clock that dated the entry may be ahead of this machine's clock. */
const maxSkewSeconds = 5;

export interface SavedCookieOptions {
  /** The time of the clock that dates entries, in milliseconds since 1970. */
  readonly now: number;
  /** Whether browsers send the cookie only over TLS. */
  readonly secure: boolean;
}

/**
 * Stores the key of the saved entry in a cookie, so that the next home page shows the entry. If a retry found an older
 * entry, the cookie also contains the time when it was set, because the timestamp of the entry does not show it.
 */
export function setSavedCookie(ctx: Context, key: EntryKey, { now, secure }: SavedCookieOptions): void {
  const isFromRetry = now - Date.parse(key.timestamp) > retryAgeMs;
  const value = `${formatEntryCursor(key)}${isFromRetry ? `.${Math.round(now).toString(36)}` : ''}`;
  setCookie(ctx, { name, value, path: '/', maxAgeSeconds, sameSite: 'Lax', secure });
}

/**
 * Returns the key of the entry that this browser has just saved, or null if the cookie is missing, malformed or
 * expired.
 * @param now returns the time of the clock that dates entries, in milliseconds since 1970
 */
export function readSavedCookie(ctx: Context, now: () => number): EntryKey | null {
  // Koa creates its cookie jar on first use, and most requests have no cookies.
  if (ctx.req.headers.cookie === undefined) return null;
  const [token = '', time] = (ctx.cookies.get(name) ?? '').split('.');
  const key = parseEntryCursor(token);
  if (key === null) return null;
  const madeAt = time === undefined ? Date.parse(key.timestamp) : Number.parseInt(time, 36);
  const ageSeconds = (now() - madeAt) / 1_000;
  return ageSeconds <= maxAgeSeconds && ageSeconds >= -maxSkewSeconds ? key : null;
}
