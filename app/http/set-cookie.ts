import type { Context } from 'koa';

export interface CookieAttributes {
  readonly path: string;
  /** The lifetime in seconds; 0 deletes the cookie. */
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Lax' | 'Strict';
  /** Whether browsers send the cookie only over TLS. */
  readonly secure: boolean;
}

/**
 * Sets a cookie that scripts cannot read.
 * @param value letters, digits, dots, hyphens and underscores, because it is not quoted
 */
export function setCookie(ctx: Context, name: string, value: string, attributes: CookieAttributes): void {
  const { path, maxAgeSeconds, sameSite, secure } = attributes;
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', `SameSite=${sameSite}`];
  ctx.set('Set-Cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
}
