import type { Context, Next } from 'koa';
import { bodyType, errorFormat } from './negotiation';
import type { Problem } from './problem';

/** The longest form that comes back, in bytes. A longer one holds a file, which does not come back anyway. */
const maxBytes = 64 * 1024;

const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** The paths whose handlers call `throwRefusal`. */
const paths = /^\/(?:profiles(?:\/[0-9a-f-]{36})?)?$/;

/**
 * Refuses a post before its body is read, unless a browser has sent a short form: then its handler reads the form, stores
 * nothing, and sends it back with the problem and with what was typed. That costs more than the refusal, so the caller limits it.
 * @throws Problem
 */
export function refuseOrReturnForm(ctx: Context, next: Next, problem: Problem): Promise<unknown> {
  if (!isShortForm(ctx)) throw problem;
  ctx.state.refusal = problem;
  return next();
}

/** Whether the handler only sends the form back. */
export function isRefused(ctx: Context): boolean {
  return ctx.state.refusal !== undefined;
}

/**
 * Called by a handler when the form has been read and nothing has been done.
 * @throws Problem if the request was refused
 */
export function throwRefusal(ctx: Context): void {
  const { refusal } = ctx.state as { readonly refusal?: Problem };
  if (refusal !== undefined) throw refusal;
}

function isShortForm(ctx: Context): boolean {
  if (ctx.method !== 'POST' || !paths.test(ctx.path) || isRefused(ctx)) return false;
  const { 'content-length': length, expect } = ctx.req.headers;
  if (length === undefined || Number(length) > maxBytes || expect !== undefined) return false;
  return formTypes.includes(bodyType(ctx) ?? '') && errorFormat(ctx) === 'html';
}
