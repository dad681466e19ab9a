import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { authorityOfOrigin, normalizeAuthority } from './host-and-port';
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
  if (origin === 'null') return isOwnDespiteNull(req, host);
  return allowed.has(origin) || isOwn(authorityOfOrigin(origin), host);
}

/** Never compared with X-Forwarded-Host: a client can send it. */
function isOwn(authority: string | null, host: string): boolean {
  return authority !== null && authority === normalizeAuthority(host);
}

/**
 * `Origin: null` only says that the browser keeps the origin to itself: for a foreign page in a sandbox or after a redirect
 * from elsewhere, but also for our own form, if an extension or a proxy sets the referrer policy no-referrer. Sec-Fetch-Site
 * then tells them apart. Browsers leave it out over plain HTTP, except to localhost: there only a Referer with our own
 * host is proof, because no page can send a Referer of another site.
 */
function isOwnDespiteNull(req: IncomingMessage, host: string): boolean {
  const { 'sec-fetch-site': site, referer = '' } = req.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return URL.canParse(referer) && isOwn(authorityOfOrigin(new URL(referer).origin), host);
}
