import type { Context } from 'koa';
import { setCookie } from '../../http/set-cookie';

const name = 'manage';
const maxAgeSeconds = 60;

/** What is no token at all is no one's, and needs no store to say so. */
function tokenIn(text: unknown): string | null {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text) ? text : null;
}

/** The token of a request that reads or deletes: in the link, or as a bearer (RFC 6750), which no log of URLs holds. */
export function tokenOf(ctx: Context): string | null {
  return ctx.query[name] === undefined ? bearerOf(ctx) : tokenIn(ctx.query[name]);
}

/** The token of a request with a body: a field, or a bearer. */
export function submittedToken(ctx: Context, fields: Readonly<Record<string, unknown>>): string | null {
  return fields.token === undefined ? bearerOf(ctx) : tokenIn(fields.token);
}

/** Whether a request claims to be its owner's, rightly or not. */
export function isManaging(ctx: Context): boolean {
  return ctx.query[name] !== undefined || ctx.req.headers.authorization !== undefined;
}

export function bearerOf(ctx: Context): string | null {
  return tokenIn(/^Bearer +(\S+)$/i.exec(ctx.get('Authorization'))?.[1]);
}

/** The link that manages a profile. */
export function manageHref(id: string, token: string): string {
  return `/profiles/${id}?${name}=${token}`;
}

/** What has just been done: a new link is shown to be kept, and one that is in use stays what it was. */
export type Occasion = 'created' | 'changed';

/** A token on its way to the page that shows it. */
export interface HandedOver {
  readonly token: string;
  readonly occasion: Occasion;
}

/**
 * Hands the token to the next page of this browser, which shows it once. A redirect with the token in it would leave it in
 * the browser's history and in every log of URLs on the way; an answer without a redirect would store the profile again
 * at every reload.
 */
export function handOver(ctx: Context, id: string, { token, occasion }: HandedOver, secure: boolean): void {
  setCookie(ctx, name, `${occasion}.${token}`, { ...cookieOf(id), maxAgeSeconds, secure });
}

/** What was handed over to this page, or null. */
export function handedOver(ctx: Context): HandedOver | null {
  if (ctx.req.headers.cookie === undefined) return null;
  const [occasion, text] = ctx.cookies.get(name)?.split('.') ?? [];
  const token = tokenIn(text);
  return token !== null && (occasion === 'created' || occasion === 'changed') ? { token, occasion } : null;
}

/** Ends the handing over: the token has been shown. */
export function endHandOver(ctx: Context, id: string, secure: boolean): void {
  setCookie(ctx, name, '', { ...cookieOf(id), maxAgeSeconds: 0, secure });
}

function cookieOf(id: string) {
  return { path: `/profiles/${id}`, sameSite: 'Strict' } as const;
}

/** The name of the cookie, and of the field of the form, by which a browser without cookies is found. */
export const probe = 'cookies';

/** Sets a cookie without a secret on the page of the form: it comes back with the form from every browser that keeps cookies. */
export function setProbe(ctx: Context, secure: boolean): void {
  setCookie(ctx, probe, '1', { path: '/profiles', maxAgeSeconds: 86_400, sameSite: 'Strict', secure });
}

/** Whether a form from our page comes from a browser that does not keep its cookie. */
export function isWithoutCookies(ctx: Context, fields: Readonly<Record<string, unknown>>): boolean {
  return fields[probe] !== undefined && ctx.cookies.get(probe) === undefined;
}
