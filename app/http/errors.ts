import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../stores/store-unavailable';
import type { Views } from '../views';
import { errorFormat } from './negotiation';
import { Problem, unavailable } from './problem';
import { sendRejection } from './rejected-body';

/**
 * Handles the errors of later middleware: responds with an error page or with problem details. The response keeps the
 * header fields that earlier middleware has set; Koa's own error handler would remove them.
 */
export function handleErrors(views: Views): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status >= 500 && problem.status !== 501) ctx.state.error = error;
      sendProblem(ctx, problem, views);
    }
  };
}

/** Returns the problem that the client receives for an error. An unexpected error becomes 500, without details. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) return unavailable(error.message, error);
  return new Problem(500, 'Something went wrong on our side. Please try again.', { cause: error });
}

function sendProblem(ctx: Context, problem: Problem, views: Views): void {
  const { status, title, detail } = problem;
  const isJson = errorFormat(ctx) === 'json';
  ctx.remove('ETag');
  ctx.set({ 'Cache-Control': 'no-store', ...problem.headers });
  ctx.type = isJson ? 'application/problem+json' : 'html';
  const advised = needsBackHint(ctx, status)
    ? `${detail} To return to what you typed, go back in your browser.`
    : detail;
  const view = { status, title, detail: advised, target: ctx.url };
  const body = Buffer.from(isJson ? JSON.stringify(problem) : views.error(view));
  sendRejection(ctx, status, body);
}

/**
 * Whether the error page should recommend going back in the browser. The page does not contain the rejected form, but
 * the browser still has the form with the typed text.
 */
function needsBackHint({ method }: Context, status: number): boolean {
  return method === 'POST' && (status === 429 || status === 503);
}
