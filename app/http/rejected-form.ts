import type { Context, Middleware, Next } from 'koa';
import { bodyType, errorFormat } from './negotiation';
import type { Problem } from './problem';

/**
 * The maximum size of a form that is redisplayed, in bytes. A larger form contains a file, which cannot be redisplayed.
 */
const maxBytes = 64 * 1024;

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** Allows the forms at these paths to be redisplayed. The handlers of the paths must call `throwRejection`. */
export function redisplayFormsAt(paths: readonly RegExp[]): Middleware {
  return (ctx, next) => {
    ctx.state.canRedisplayForm = ctx.method === 'POST' && paths.some((path) => path.test(ctx.path));
    return next();
  };
}

/**
 * Rejects a post before its body is read, unless it is a short form from a browser. The handler reads such a form,
 * stores nothing, and redisplays the form with the error and the typed text. Redisplaying costs more than rejecting, so
 * the caller must limit it.
 * @throws Problem the given problem, if the form is not redisplayed
 */
export function rejectOrRedisplayForm(ctx: Context, next: Next, problem: Problem): Promise<unknown> {
  if (!isShortForm(ctx)) throw problem;
  ctx.state.rejection = problem;
  return next();
}

/** Whether the request was rejected, so that its handler only redisplays the form. */
export function isRejected(ctx: Context): boolean {
  return ctx.state.rejection !== undefined;
}

/**
 * Throws the error of a rejected request. A handler calls this function after it has read the form, and before it does
 * anything else.
 * @throws Problem if the request was rejected
 */
export function throwRejection(ctx: Context): void {
  const { rejection } = ctx.state as { readonly rejection?: Problem };
  if (rejection !== undefined) throw rejection;
}

function isShortForm(ctx: Context): boolean {
  if (!ctx.state.canRedisplayForm || isRejected(ctx)) return false;
  const { 'content-length': length, expect } = ctx.req.headers;
  if (length === undefined || Number(length) > maxBytes || expect !== undefined) return false;
  return formTypes.includes(bodyType(ctx) ?? '') && errorFormat(ctx) === 'html';
}
