import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import type { Problem } from '../../http/problem';
import type { Entry } from '../entry';
import type { HomePage } from './home-page';

/** A form that is redisplayed with its error. */
export interface RejectedForm {
  readonly problem: Problem;
  /** The field values as the user typed them. */
  readonly fields: Fields;
  /**
   * The entry that the page shows as the latest.
   * @default null: none
   */
  readonly latest?: Entry | null;
}

/** Responds with the home page, whose form contains the typed text and the error. */
export function redisplayForm(ctx: Context, page: HomePage, { problem, fields, latest = null }: RejectedForm): void {
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
