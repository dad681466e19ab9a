import { finished, Readable } from 'node:stream';
import type { Context, Middleware } from 'koa';
import { StoreUnavailable } from '../stores/store-unavailable';
import type { Views } from '../views';
import { errorFormat } from './negotiation';
import { Problem, unavailable } from './problem';

/** A request body that nobody wanted is read on for so long, so that the client gets to read why, in milliseconds. */
export const lingerMs = 1_000;

/** An unread body up to this size is simply skipped, and the connection kept. */
const skippableBytes = 16 * 1024;

/**
 * Answers whatever is thrown further in: a small page or problem details. It stands inside the middleware that sets
 * headers, because Koa's own error path removes them.
 */
export function answerErrors(views: Views): Middleware {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status >= 500 && problem.status !== 501) ctx.state.error = error;
      answerProblem(ctx, problem, views);
    }
  };
}

/** What a client is told of an error. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof StoreUnavailable) return unavailable(error.message, error);
  return new Problem(500, 'Something went wrong on our side. Please try again.', { cause: error });
}

function answerProblem(ctx: Context, problem: Problem, views: Views): void {
  const { status, title, detail } = problem;
  const isJson = errorFormat(ctx) === 'json';
  ctx.remove('ETag');
  ctx.set({ 'Cache-Control': 'no-store', ...problem.headers });
  ctx.type = isJson ? 'application/problem+json' : 'html';
  const advised = isTypingKept(ctx, status)
    ? `${detail} To return to what you typed, go back in your browser.`
    : detail;
  const view = { status, title, detail: advised, target: ctx.url };
  const body = Buffer.from(isJson ? JSON.stringify(problem) : views.error(view));
  sendRefusal(ctx, status, body);
}

/** Whether a form was refused that does not come back itself: browsers keep the page on which it was typed. */
function isTypingKept({ method }: Context, status: number): boolean {
  return method === 'POST' && (status === 429 || status === 503);
}

/** Answers a request that is refused, whether its body has been read or not. The header fields are set before. */
export function sendRefusal(ctx: Context, status: number, body: Buffer): void {
  ctx.status = status;
  if (!leavesTooMuchUnread(ctx, status)) {
    ctx.body = body;
    return;
  }
  ctx.set('Connection', 'close');
  ctx.body = Readable.from(sendThenLinger(ctx, body));
  ctx.length = body.length;
}

/** A connection with much of a body still to come is not worth keeping. */
function leavesTooMuchUnread(ctx: Context, status: number): boolean {
  if (status === 413) return true;
  const { 'content-length': length, 'transfer-encoding': transferEncoding, expect } = ctx.req.headers;
  if (ctx.req.complete) return false;
  return (
    transferEncoding !== undefined ||
    (length !== undefined && (expect !== undefined || Number(length) > skippableBytes))
  );
}

/**
 * Sends the whole answer at once and ends it late: Node closes the socket at the end, and closing with unread bytes
 * resets the connection, which can take the answer away from the client.
 */
async function* sendThenLinger(ctx: Context, body: Buffer): AsyncGenerator<Buffer> {
  yield body;
  if (ctx.req.complete) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, lingerMs);
    finished(ctx.req, { writable: false }, () => {
      clearTimeout(timer);
      resolve();
    });
    ctx.req.resume();
  });
}
