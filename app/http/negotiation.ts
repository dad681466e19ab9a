import { parse } from 'content-type';
import type { Context } from 'koa';
import { parseParameters } from './header-parameters';
import { Problem } from './problem';

/** What the app can answer with. */
export type Format = 'html' | 'json';

/** The media type of a request body, in lower case and without parameters, or null where there is no body or no type. */
export function bodyType(ctx: Context): string | null {
  const { 'content-length': length, 'transfer-encoding': transferEncoding } = ctx.req.headers;
  if (length === undefined && transferEncoding === undefined) return null;
  try {
    return parse(contentType(ctx)).type;
  } catch {
    // Some clients do not quote a boundary that needs it; the form's reader takes it as it is.
    return /^multipart\/form-data[ \t]*;/i.test(contentType(ctx)) ? 'multipart/form-data' : null;
  }
}

/** The Content-Type as it came, without the empty last parameter that some clients send. */
export function contentType(ctx: Context): string {
  return (ctx.req.headers['content-type'] ?? '').replace(/;\s*$/, '');
}

/**
 * The parameters of the Content-Type.
 * @throws Problem 400
 */
export function contentTypeParameters(ctx: Context): ReadonlyMap<string, string> {
  try {
    return parseParameters(contentType(ctx));
  } catch (cause) {
    throw new Problem(400, `The Content-Type is malformed: ${(cause as SyntaxError).message}.`, { cause });
  }
}

/** What Accept fields came to. Browsers send a handful of them, so that parsing each once is enough. */
const negotiated = new Map<string, Format | null>();
const maxNegotiated = 100;

/** The format that suits the client best, or null when it accepts none that we have. */
function acceptedFormat(ctx: Context): Format | null {
  const first = defaultFormat(ctx);
  const accept = ctx.req.headers.accept;
  if (accept === undefined) return first;
  const known = negotiated.get(first + accept);
  if (known !== undefined) return known;
  const ranges = withoutParameters(accept);
  ctx.req.headers.accept = ranges;
  const names = first === 'json' ? ['json', 'html'] : ['html', 'json'];
  const format = isEmptyList(ranges) ? first : (ctx.accepts(names) as Format | false) || null;
  if (negotiated.size < maxNegotiated) negotiated.set(first + accept, format);
  return format;
}

/**
 * Parameters other than q would rule our types out: `application/json; charset=utf-8` asks for JSON all the same. A quoted
 * value may hold what else would separate; one that is never closed goes on to the end.
 */
function withoutParameters(accept: string): string {
  return accept.replace(/"(?:[^"\\]|\\.)*(?:"|\\?$)/g, '').replace(/;(?!\s*q=)[^;,]*/gi, '');
}

function isEmptyList(ranges: string): boolean {
  return /^[\s,]*$/.test(ranges);
}

function defaultFormat(ctx: Context): Format {
  return ctx.method === 'POST' && bodyType(ctx) === 'application/json' ? 'json' : 'html';
}

/** The format to answer a POST with, also when the client accepts none that we have. */
export function preferredFormat(ctx: Context): Format {
  return acceptedFormat(ctx) ?? defaultFormat(ctx);
}

/** The format of errors: that of the answer, and JSON too for who accepts nothing but problem details. */
export function errorFormat(ctx: Context): Format {
  const accepted = acceptedFormat(ctx);
  if (accepted !== null) return accepted;
  ctx.req.headers.accept = withoutParameters(ctx.req.headers.accept ?? '');
  return ctx.accepts('application/problem+json') ? 'json' : defaultFormat(ctx);
}

/**
 * The format of a page that is read.
 * @throws Problem 406 when the client accepts neither
 */
export function requiredFormat(ctx: Context): Format {
  const format = acceptedFormat(ctx);
  if (format === null) throw new Problem(406, 'This page exists as text/html and as application/json.');
  return format;
}
