import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { healthPath, readyPath } from '../../contract';
import { clientAddress } from './client-address';

const safeRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/** Failures that many requests share are described once. */
const described = new WeakSet<object>();

/**
 * Gives every request an id, or keeps the caller's if that is safe to repeat, and logs one line per request when its response has
 * ended. The line has the client's address, which is personal: no other log of the environment is sure to have it, and the
 * retention of the log limits how long it is kept. Header fields and queries are never logged: they may hold tokens.
 */
export function logRequests(log: Logger): Middleware {
  return (ctx, next) => {
    const incoming = ctx.get('X-Request-Id');
    const requestId = safeRequestId.test(incoming) ? incoming : randomUUID();
    const startedAt = performance.now();
    // A connection that has been closed has none.
    const address = clientAddress(ctx);
    ctx.state.requestId = requestId;
    ctx.set('X-Request-Id', requestId);
    ctx.res.on('close', () => {
      const { error } = ctx.state;
      const line = {
        requestId,
        method: ctx.req.method,
        path: pathOf(ctx.req.url ?? ''),
        // Nobody was told one before: Koa begins with 404. JSON leaves out what is undefined.
        status: ctx.res.headersSent ? ctx.res.statusCode : undefined,
        durationMs: Math.round(performance.now() - startedAt),
        clientAddress: address,
        aborted: ctx.res.writableFinished ? undefined : true,
        err: isNew(error) ? error : undefined,
      };
      log[levelOf(ctx)](line, 'request');
    });
    return next();
  };
}

/** Without the query, also where a mail program has escaped its question mark: a token may stand in it. */
function pathOf(url: string): string {
  return (url.split(/\?|%3f/i, 1)[0] ?? '').slice(0, 200);
}

function levelOf(ctx: Context): 'debug' | 'info' | 'warn' | 'error' {
  const { statusCode } = ctx.res;
  if (statusCode === 503) return 'warn';
  // What nobody implements is the client's mistake.
  if (statusCode >= 500 && statusCode !== 501) return 'error';
  return ctx.req.url === healthPath || ctx.req.url === readyPath ? 'debug' : 'info';
}

function isNew(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return error !== undefined;
  if (described.has(error)) return false;
  described.add(error);
  return true;
}
