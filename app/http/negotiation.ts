import { parse } from 'content-type';
import type { Context } from 'koa';
import { parseParameters } from './header-parameters';
import { Problem } from './problem';

/** The formats of responses. */
export type Format = 'html' | 'json';

/** The Content-Type of each format. */
export const mediaTypes = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
} as const satisfies Record<Format, string>;

/**
 * Returns the media type of a request body, in lower case and without parameters, or null if there is no body or no
 * type.
 */
export function bodyType(ctx: Context): string | null {
  const { 'content-length': length, 'transfer-encoding': transferEncoding } = ctx.req.headers;
  if (length === undefined && transferEncoding === undefined) return null;
  try {
    return parse(contentType(ctx)).type;
  } catch {
    // Some clients do not quote a boundary that needs quotes; the multipart parser accepts that.
    return /^multipart\/form-data[ \t]*;/i.test(contentType(ctx)) ? 'multipart/form-data' : null;
  }
}

/** Returns the Content-Type without the empty last parameter that some clients send. */
function contentType(ctx: Context): string {
  return (ctx.req.headers['content-type'] ?? '').replace(/;\s*$/, '');
}

/**
 * Returns the parameters of the Content-Type.
 * @throws Problem 400 if the Content-Type is malformed
 */
export function contentTypeParameters(ctx: Context): ReadonlyMap<string, string> {
  try {
    return parseParameters(contentType(ctx));
  } catch (cause) {
    throw new Problem(400, `The Content-Type is malformed: ${(cause as SyntaxError).message}.`, { cause });
  }
}

/**
 * Caches the negotiated format of each Accept header, because browsers send only a few different ones. Each default
 * format has its own map.
 */
const negotiatedFormats = { html: new Map<string, Format | null>(), json: new Map<string, Format | null>() };
const maxNegotiatedFormats = 100;

/** Returns the format that the client prefers, or null if the client accepts neither HTML nor JSON. */
export function acceptedFormat(ctx: Context): Format | null {
  const first = defaultFormat(ctx);
  const accept = ctx.req.headers.accept;
  if (accept === undefined) return first;
  const known = negotiatedFormats[first].get(accept);
  if (known !== undefined) return known;
  const ranges = normalizeRanges(accept);
  ctx.req.headers.accept = ranges;
  const names = first === 'json' ? ['json', 'html'] : ['html', 'json'];
  const format = isEmptyList(ranges) ? first : (ctx.accepts(names) as Format | false) || null;
  // Clears a full map. Otherwise, once many unusual headers had filled it, common headers could no longer be cached.
  if (negotiatedFormats[first].size >= maxNegotiatedFormats) negotiatedFormats[first].clear();
  negotiatedFormats[first].set(accept, format);
  return format;
}

/**
 * Removes the parameters other than q from an Accept header, because they would exclude our types: `application/json;
 * charset=utf-8` also asks for JSON. A quoted value may contain separators; without a closing quote, it extends to the
 * end. The range `*`, which old Java programs send, becomes the range of all types.
 */
function normalizeRanges(accept: string): string {
  return accept
    .replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)/g, '')
    .replace(/;(?!\s*q=)[^;,]*/gi, '')
    .replace(/(^|,)\s*\*\s*(?=[;,]|$)/g, '$1*/*');
}

function isEmptyList(ranges: string): boolean {
  return /^[\s,]*$/.test(ranges);
}

function defaultFormat(ctx: Context): Format {
  return ctx.method === 'POST' && bodyType(ctx) === 'application/json' ? 'json' : 'html';
}

/**
 * Returns the format of the response to a POST. If the client accepts neither HTML nor JSON, it is the format of the
 * request body.
 */
export function preferredFormat(ctx: Context): Format {
  return acceptedFormat(ctx) ?? defaultFormat(ctx);
}

/**
 * Returns the format of an error response: the one that the client prefers, or JSON if the client accepts only
 * application/problem+json. If the client accepts none of these, it is the format of the request body.
 */
export function errorFormat(ctx: Context): Format {
  const accepted = acceptedFormat(ctx);
  if (accepted !== null) return accepted;
  ctx.req.headers.accept = normalizeRanges(ctx.req.headers.accept ?? '');
  return ctx.accepts('application/problem+json') ? 'json' : defaultFormat(ctx);
}

/**
 * Returns the format of the response to a GET.
 * @throws Problem 406 if the client accepts neither HTML nor JSON
 */
export function requiredFormat(ctx: Context): Format {
  const format = acceptedFormat(ctx);
  if (format === null)
    throw new Problem(406, 'This page is available as text/html and as application/json. Accept one of them.');
  return format;
}
