import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { setCookie } from '../../http/set-cookie';

/** The name of the cookie, and of the form field which shows that the page of the form has set the cookie. */
const name = 'cookies';

/** Sets a cookie together with the form, to detect whether the browser accepts cookies. */
export function setTestCookie(ctx: Context, secure: boolean): void {
  setCookie(ctx, name, '1', { path: '/profiles', maxAgeSeconds: 86_400, sameSite: 'Strict', secure });
}

/** Whether a form comes from a browser that does not accept cookies. */
export function rejectsCookies(ctx: Context, fields: Fields): boolean {
  return fields[name] !== undefined && ctx.cookies.get(name) === undefined;
}
