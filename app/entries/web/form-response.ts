import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import type { Problem } from '../../http/problem';
import type { Entry } from '../entry';
import type { HomePage } from './home-page';

/** Responds with the home page, whose form contains the typed text and the error. */
export function redisplayForm(
  ctx: Context,
  page: HomePage,
  problem: Problem,
  fields: Fields,
  latest: Entry | null = null,
): void {
  const { status, detail, headers } = problem;
  const values = { username: textOf(fields.username), digits: textOf(fields.digits) };
  const errors = Object.fromEntries(problem.errors.map(({ field, message }) => [field, message]));
  const notice = problem.errors.length > 0 ? null : detail;
  if (status === 503) ctx.state.error = problem.cause ?? problem;
  ctx.status = status;
  ctx.type = 'html';
  ctx.set(headers);
  ctx.body = page.render({ values, retryToken: textOf(fields.attempt), errors, latest, notice }, 'html');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
