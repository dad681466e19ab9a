import type { Context } from 'koa';

export interface CookieAttributes {
  readonly path: string;
  /** 0 removes the cookie. */
  readonly maxAgeSeconds: number;
  readonly sameSite: 'Lax' | 'Strict';
  /** Whether it is sent over TLS alone. */
  readonly secure: boolean;
}

/** Sets a cookie that no script reads. Its value must need no quoting: letters, digits, dots, hyphens and underscores. */
export function setCookie(ctx: Context, name: string, value: string, attributes: CookieAttributes): void {
  const { path, maxAgeSeconds, sameSite, secure } = attributes;
  const parts = [`${name}=${value}`, `Path=${path}`, `Max-Age=${maxAgeSeconds}`, 'HttpOnly', `SameSite=${sameSite}`];
  ctx.set('Set-Cookie', [...parts, ...(secure ? ['Secure'] : [])].join('; '));
}
