import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import type { Problem } from '../../http/problem';
import { sendRejection } from '../../http/rejected-body';
import { profileHref } from './profile-paths';
import { type SavedProfile, setTokenCookie } from './token-cookie';

/** Redirects to the public page of the profile, which shows the management link in this browser. */
export function redirectToProfile(ctx: Context, saved: SavedProfile, behindTls: boolean): void {
  setTokenCookie(ctx, saved, behindTls);
  ctx.status = 303;
  ctx.redirect(profileHref(saved.id));
}

/** Whether an error is shown in the redisplayed form. For all other errors, there is an error page. */
export function isShownInForm({ status, errors }: Problem, fields: Fields): boolean {
  const isAboutBody = [400, 413, 415].includes(status) && Object.keys(fields).length > 0;
  return errors.length > 0 || isAboutBody || [409, 429, 503].includes(status);
}

/** Responds with the page of a redisplayed form, and with the status of the error. */
export function redisplayForm(ctx: Context, problem: Problem, page: string): void {
  const { status, headers } = problem;
  if (status === 503) ctx.state.error = problem.cause ?? problem;
  ctx.type = 'html';
  ctx.set(headers);
  sendRejection(ctx, status, Buffer.from(page));
}
