import type { IncomingMessage } from 'node:http';
import type { Context, Middleware } from 'koa';
import { acceptedFormat, type Format, mediaTypes } from '../../http/negotiation';
import type { HeaderFields } from '../../http/security-headers';
import { isMalformed } from '../../http/server/malformed-request';
import type { Entry } from '../entry';
import type { LatestEntry } from '../latest-entry';
import { type HomePage, sharedCacheControl } from './home-page';

export interface PreparedHomeProps {
  readonly latest: LatestEntry;
  readonly page: HomePage;
  /** The header fields of every response. */
  readonly headers: HeaderFields;
}

/** The body of the home page and its header fields, as a list of alternating names and values. */
interface PreparedResponse {
  readonly fields: readonly string[];
  readonly body: Buffer;
}

/** The request header fields that may change the response, or that later middleware may reject. */
const decisiveFields = ['cookie', 'expect', 'if-none-match', 'origin'] as const;

/**
 * Sends the home page that was prepared for the latest entry. The response has the same bytes and header fields as that
 * of the route, for half of the CPU time. A request that might get another response continues to the route. Use this
 * middleware before the one that sets header fields, because Node sends a complete list of fields faster than single
 * fields.
 */
export function sendPreparedHome({ latest, page, headers }: PreparedHomeProps): Middleware {
  const prepared: Partial<Record<Format, PreparedResponse>> = {};

  function prepare(entry: Entry | null, format: Format): PreparedResponse {
    const body = page.shared(entry, format);
    const known = prepared[format];
    if (known?.body === body) return known;
    const fields = {
      ...headers,
      'Content-Type': mediaTypes[format],
      ETag: page.etag(entry, format),
      'Cache-Control': sharedCacheControl,
      'Content-Length': String(body.length),
    };
    const fresh = { fields: Object.entries(fields).flat(), body };
    prepared[format] = fresh;
    return fresh;
  }

  return (ctx: Context, next) => {
    if (!isPlainView(ctx.req)) return next();
    const entry = latest.peek();
    const format = acceptedFormat(ctx);
    if (entry === undefined || format === null) return next();
    const { fields, body } = prepare(entry, format);
    ctx.respond = false;
    ctx.res.writeHead(200, [...fields, 'X-Request-Id', ctx.state.requestId]).end(body);
    return Promise.resolve();
  };
}

function isPlainView(req: IncomingMessage): boolean {
  if (req.method !== 'GET' || req.url !== '/' || isMalformed(req)) return false;
  return decisiveFields.every((name) => req.headers[name] === undefined);
}
