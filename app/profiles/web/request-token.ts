import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { parseQuery } from '../../http/query';
import { managementParameter } from './profile-paths';

/** Parses a management token, or returns null. Malformed tokens are rejected without a database lookup. */
export function parseToken(text: unknown): string | null {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text) ? text : null;
}

/**
 * Whether a GET request contains a management token, valid or not. Other credentials are ignored, such as those for the
 * Basic authentication of a proxy.
 */
export function requestsManagement(ctx: Context): boolean {
  return parseQuery(ctx).get(managementParameter) !== undefined || /^Bearer\b/i.test(ctx.get('Authorization'));
}

/** Returns the management token in the link or, if the link has none, the bearer token. */
export function linkOrBearerToken(ctx: Context): string | null {
  const text = parseQuery(ctx).get(managementParameter);
  return text === undefined ? bearerToken(ctx) : parseToken(text);
}

/** Returns the management token in the form or, if the form has none, the bearer token. */
export function fieldOrBearerToken(ctx: Context, fields: Fields): string | null {
  return fields.token === undefined ? bearerToken(ctx) : parseToken(fields.token);
}

/**
 * Returns the bearer token (RFC 6750), or null. Unlike the token in a link, it is not part of the URL, and logs often
 * contain URLs.
 */
export function bearerToken(ctx: Context): string | null {
  return parseToken(/^Bearer +(\S+)$/i.exec(ctx.get('Authorization'))?.[1]);
}

/**
 * Keeps the token in the URL of a management page out of the Referer header. With `no-referrer`, browsers would send
 * `Origin: null` with the page's forms, and the CSRF check would reject the forms.
 */
export function hideTokenFromReferer(ctx: Context): void {
  ctx.set('Referrer-Policy', 'strict-origin');
}
