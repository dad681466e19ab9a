import type { Context } from 'koa';

export interface Cookie {
  readonly name: string;
  /** Letters, digits, dots, hyphens and underscores, because the value is not quoted. */
  readonly value: string;
  readonly path: string;
  /** The lifetime in seconds; 0 deletes the cookie. */
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Lax' | 'Strict';
  /** Whether browsers send the cookie only over TLS. */
  readonly secure: boolean;
}

/** Sets a cookie that scripts cannot read. */
export function setCookie(ctx: Context, { name, value, path, maxAgeSeconds, sameSite, secure }: Cookie): void {
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', `SameSite=${sameSite}`];
  ctx.set('Set-Cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
}
