import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { authorityOfOrigin, normalizeAuthority } from './authority';
import { Problem } from './problem';

/**
 * Lets a POST in only from our own pages, from origins of the allow-list, and from clients that are no browsers: what
 * keeps other sites from posting with a visitor's browser, without a token in the page.
 */
export function refuseForeignPosts(allowedOrigins: readonly string[]): Middleware {
  const allowed = new Set(allowedOrigins);
  return (ctx, next) => {
    if (ctx.method === 'POST' && !mayPost(ctx.req, allowed)) {
      throw new Problem(403, 'Posts are taken from our own pages and from allowed origins only.');
    }
    return next();
  };
}

function mayPost(req: IncomingMessage, allowed: ReadonlySet<string>): boolean {
  const origins = req.headersDistinct.origin;
  if (origins === undefined) {
    const site = req.headers['sec-fetch-site'];
    return site === undefined || site === 'same-origin' || site === 'none';
  }
  const [origin = ''] = origins;
  const { host } = req.headers;
  if (origins.length > 1 || !host) return false;
  if (allowed.has(origin)) return true;
  const authority = authorityOfOrigin(origin);
  // Never X-Forwarded-Host: a client can send it.
  return authority !== null && authority === normalizeAuthority(host);
}
