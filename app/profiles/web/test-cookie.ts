import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { setCookie } from '../../http/set-cookie';

/**
 * The name of the test cookie, and of a hidden form field. The field shows that the page with the form set the cookie.
 */
const name = 'cookies';

/** Sets a cookie on the page with the form, to detect whether the browser accepts cookies. */
export function setTestCookie(ctx: Context, secure: boolean): void {
  setCookie(ctx, { name, value: '1', path: '/profiles', maxAgeSeconds: 86_400, sameSite: 'Strict', secure });
}

/** Whether a form comes from a browser that does not accept cookies. */
export function rejectsCookies(ctx: Context, fields: Fields): boolean {
  return fields[name] !== undefined && ctx.cookies.get(name) === undefined;
}
