import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { authorityOfOrigin, normalizeAuthority } from './host-and-port';
import { Problem } from './problem';

/**
 * Prevents cross-site request forgery without a token in the page. A POST is accepted from our own pages, from the
 * allowed origins, and from clients that are not browsers.
 */
export function rejectCrossSitePosts(allowedOrigins: readonly string[]): Middleware {
  const allowed = new Set(allowedOrigins);
  return (ctx, next) => {
    if (ctx.method === 'POST' && !mayPost(ctx.req, allowed)) {
      throw new Problem(
        403,
        "This request comes from another site. Send it from this app's own pages or from an allowed origin.",
      );
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
  if (origin === 'null') return isSameHostWithNullOrigin(req, host);
  return allowed.has(origin) || isSameHost(authorityOfOrigin(origin), host);
}

/**
 * Whether an origin belongs to the host of the request. X-Forwarded-Host is ignored, because any client can send it.
 */
function isSameHost(authority: string | null, host: string): boolean {
  return authority !== null && authority === normalizeAuthority(host);
}

/**
 * Whether a request with `Origin: null` comes from our own pages. A browser sends `null` for a foreign page in a
 * sandbox or after a cross-site redirect. It also does so for our own form, if an extension or a proxy sets the
 * referrer policy `no-referrer`. Sec-Fetch-Site distinguishes these cases, but browsers omit that field over plain
 * HTTP, except to localhost. Without it, only a Referer with our own host is proof, because no page can send the
 * Referer of another site.
 */
function isSameHostWithNullOrigin(req: IncomingMessage, host: string): boolean {
  const { 'sec-fetch-site': site, referer = '' } = req.headers;
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  return URL.canParse(referer) && isSameHost(authorityOfOrigin(new URL(referer).origin), host);
}
