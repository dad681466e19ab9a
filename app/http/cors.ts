import type { Context, Middleware } from 'koa';
import { Problem } from './problem';

const exposedHeaders =
  'Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/** Lets scripts of the allowed origins read every answer, errors included. Credentials are never allowed. */
export function allowOrigins(origins: readonly string[]): Middleware {
  const allowed = new Set(origins);
  return (ctx, next) => {
    const { origin } = ctx.req.headers;
    if (origin !== undefined && ctx.req.headersDistinct.origin?.length === 1 && allowed.has(origin)) {
      ctx.set({ 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': exposedHeaders });
    }
    return next();
  };
}

/**
 * Completes the answer to OPTIONS where a browser asks in advance whether a script may send its request.
 * @param methods what the path knows
 * @throws Problem 403 for an origin that `allowOrigins` did not let in
 */
export function answerPreflight(ctx: Context, methods: string): void {
  const { origin, 'access-control-request-method': method } = ctx.req.headers;
  if (origin === undefined || method === undefined) return;
  if (!ctx.res.hasHeader('Access-Control-Allow-Origin')) {
    throw new Problem(403, 'This origin is not on the list of allowed origins.');
  }
  ctx.set({
    'Access-Control-Allow-Methods': methods,
    // What requests of any route may carry.
    'Access-Control-Allow-Headers':
      'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, X-Request-Id',
    'Access-Control-Max-Age': '600',
  });
}
