import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { healthPath, readyPath } from '../../contract';

const safeRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/** Failures that many requests share are described once. */
const described = new WeakSet<object>();

/**
 * Gives every request an id, takes the caller's where that is safe to repeat, and writes one line when its answer has
 * ended. Neither addresses nor header fields nor queries are written: they may be personal.
 */
export function logRequests(log: Logger): Middleware {
  return (ctx, next) => {
    const incoming = ctx.get('X-Request-Id');
    const requestId = safeRequestId.test(incoming) ? incoming : randomUUID();
    const startedAt = performance.now();
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
