import { randomUUID } from 'node:crypto';
import type { Context, Middleware } from 'koa';
import type { Logger } from 'pino';
import { healthPath, readyPath } from '../../contract';
import { clientAddress } from './client-address';

const safeRequestId = /^[A-Za-z0-9._-]{1,64}$/;

/** Errors whose details have been logged. Several requests can fail with the same error, for example a cached one. */
const loggedErrors = new WeakSet<object>();

/**
 * Creates the request id, or uses the client's id if that is safe. Logs one line per request when the response has
 * ended. The line contains the client's address, because no other log reliably contains it. The address is personal
 * data; the retention of the log group limits how long it is stored. Header fields and queries are never logged,
 * because they may contain tokens.
 */
export function logRequests(log: Logger): Middleware {
  return (ctx, next) => {
    const incoming = ctx.req.headers['x-request-id']?.toString() ?? '';
    const requestId = safeRequestId.test(incoming) ? incoming : randomUUID();
    const startedAt = performance.now();
    // The address is read at the start, because a closed connection has no address.
    const address = clientAddress(ctx);
    ctx.state.requestId = requestId;
    ctx.res.on('close', () => {
      const { error } = ctx.state;
      const line = {
        requestId,
        method: ctx.req.method,
        path: pathOf(ctx.req.url ?? ''),
        // Without a response, the status is undefined, which JSON omits. Koa's default would be 404.
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

/**
 * Returns the path without the query, because the query may contain a token. Mail programs sometimes escape the
 * question mark.
 */
function pathOf(url: string): string {
  const end = url.search(/\?|%3f/i);
  return url.slice(0, end < 0 ? 200 : Math.min(end, 200));
}

function levelOf(ctx: Context): 'debug' | 'info' | 'warn' | 'error' {
  const { statusCode } = ctx.res;
  if (statusCode === 503) return 'warn';
  // 501 is not an error of the app: the client has sent a request that the app does not support.
  if (statusCode >= 500 && statusCode !== 501) return 'error';
  return ctx.req.url === healthPath || ctx.req.url === readyPath ? 'debug' : 'info';
}

function isNew(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return error !== undefined;
  if (loggedErrors.has(error)) return false;
  loggedErrors.add(error);
  return true;
}
