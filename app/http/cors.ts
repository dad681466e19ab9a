import type { Context, Middleware } from 'koa';
import { Problem } from './problem';

const exposedHeaders =
  'Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id';

/** Lets scripts of the allowed origins read every response, including errors. Credentials are never allowed. */
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
 * Adds the header fields of a CORS preflight response, if this OPTIONS request is a preflight.
 * @param methods the methods that the path supports, separated by commas
 * @throws Problem 403 if the origin is not allowed
 */
export function setPreflightHeaders(ctx: Context, methods: string): void {
  const { origin, 'access-control-request-method': method } = ctx.req.headers;
  if (origin === undefined || method === undefined) return;
  if (!ctx.res.hasHeader('Access-Control-Allow-Origin')) {
    throw new Problem(403, 'Requests from this origin are not allowed. Ask the operator to add it to ALLOWED_ORIGINS.');
  }
  ctx.set({
    'Access-Control-Allow-Methods': methods,
    // All request header fields that scripts may send, on any route.
    'Access-Control-Allow-Headers':
      'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, X-Request-Id',
    'Access-Control-Max-Age': '600',
  });
}
