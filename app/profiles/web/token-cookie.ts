import type { Context } from 'koa';
import { setCookie } from '../../http/set-cookie';
import { parseToken } from './request-token';

const name = 'manage';
const maxAgeSeconds = 60;

/** The content of the cookie: a management token, and whether the profile was created or changed. */
export interface TokenCookie {
  readonly token: string;
  readonly event: 'created' | 'changed';
}

/** A profile that its owner has just created or changed. */
export interface SavedProfile extends TokenCookie {
  readonly id: string;
}

/**
 * Passes the management token in a cookie to the next page, which shows it once. In the URL of a redirect, the token
 * would end up in the browser's history and in logs. Without a redirect, every reload of the response would store the
 * profile again.
 */
export function setTokenCookie(ctx: Context, { id, token, event }: SavedProfile, secure: boolean): void {
  setCookie(ctx, { ...attributesOf(id), value: `${event}.${token}`, maxAgeSeconds, secure });
}

/** Returns the content of the cookie in the request, or null if the cookie is missing or malformed. */
export function readTokenCookie(ctx: Context): TokenCookie | null {
  if (ctx.req.headers.cookie === undefined) return null;
  const [event, text] = ctx.cookies.get(name)?.split('.') ?? [];
  const token = parseToken(text);
  return token !== null && (event === 'created' || event === 'changed') ? { token, event } : null;
}

/** Deletes the cookie, because the token has been shown. */
export function clearTokenCookie(ctx: Context, id: string, secure: boolean): void {
  setCookie(ctx, { ...attributesOf(id), value: '', maxAgeSeconds: 0, secure });
}

function attributesOf(id: string) {
  return { name, path: `/profiles/${id}`, sameSite: 'Strict' } as const;
}
