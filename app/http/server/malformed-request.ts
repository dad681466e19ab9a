import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Context, Middleware } from 'koa';
import { normalizeAuthority } from '../host-and-port';
import { Problem } from '../problem';

/** Requests that Node's parser accepts although HTTP forbids them, each with its error. */
const malformed = new WeakMap<IncomingMessage, Problem>();

/** Connections on which no further requests are processed. */
const closingConnections = new WeakSet<Duplex>();

/**
 * Checks a request before the app handles it. After a malformed request, the start of the next one on the same
 * connection is ambiguous: the following bytes may belong to a body that an attacker wrote (request smuggling).
 * @returns whether the app should handle the request; false if an earlier request on the same connection was malformed
 */
export function checkRequest(req: IncomingMessage): boolean {
  if (closingConnections.has(req.socket)) return false;
  const problem = problemOf(req);
  if (problem !== null) {
    malformed.set(req, problem);
    closingConnections.add(req.socket);
  }
  return true;
}

/**
 * Rejects requests that `checkRequest` found malformed, and requests with an unknown expectation or an invalid target.
 */
export const rejectMalformed: Middleware = (ctx: Context, next) => {
  const problem = malformed.get(ctx.req);
  if (problem !== undefined) throw problem;
  const { expect } = ctx.req.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw new Problem(417, 'Expect is not supported, except for 100-continue. Send that value, or omit Expect.');
  }
  try {
    ctx.path;
  } catch (cause) {
    throw new Problem(400, 'The request target is not a valid URL. Check the address.', { cause });
  }
  return next();
};

/** Whether `checkRequest` found the request malformed. */
export function isMalformed(req: IncomingMessage): boolean {
  return malformed.has(req);
}

/**
 * Returns the error of a malformed request, or null. The rules are in RFC 9112, sections 3.2 (Host) and 6.1
 * (Transfer-Encoding), and in RFC 9110, section 8.3 (Content-Type).
 */
function problemOf(req: IncomingMessage): Problem | null {
  if (isOrdinary(req)) return null;
  const { headersDistinct: fields, httpVersion } = req;
  const { host = [], 'transfer-encoding': codings, 'content-type': types = [] } = fields;
  const isHostMissing = host.length === 0 && httpVersion !== '1.0';
  if (isHostMissing || host.length > 1 || !host.every((text) => text === '' || isHost(text))) {
    return closing(400, 'A request needs exactly one Host header field, with a host and an optional port.');
  }
  if (types.length > 1) return closing(400, 'A request must have at most one Content-Type.');
  [knownHost] = host;
  if (codings === undefined) return null;
  const coding = codings.join(',').toLowerCase();
  if (httpVersion < '1.1')
    return closing(
      400,
      `HTTP/${httpVersion} does not support Transfer-Encoding. Send Content-Length, or use HTTP/1.1.`,
    );
  if (coding === 'chunked') return null;
  const isList = /^[\w!#$%&'*+.^`|~-]+([ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/.test(coding);
  return isList && !/chunked.*chunked|identity/.test(coding)
    ? closing(501, 'The only supported transfer coding is chunked. Send the body chunked, or with Content-Length.')
    : closing(400, 'Transfer-Encoding is empty or malformed. Send "Transfer-Encoding: chunked", or omit the field.');
}

/** The last valid Host. Most requests have this Host, so they need no further check of it. */
let knownHost: string | undefined;

/**
 * Whether a request has exactly one Host, equal to the last valid one, and no other field that needs a check. Such a
 * request skips the full check, which is slower because Node parses all fields again.
 */
function isOrdinary({ headers, rawHeaders }: IncomingMessage): boolean {
  if (headers.host === undefined || headers.host !== knownHost) return false;
  if (headers['transfer-encoding'] !== undefined || headers['content-type'] !== undefined) return false;
  let hosts = 0;
  for (let n = 0; n < rawHeaders.length; n += 2) {
    const name = rawHeaders[n];
    if (name?.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts === 1;
}

/**
 * Whether a Host header field is valid. RFC 3986 allows a comma, but in Host it means that a proxy has joined several
 * fields. The URL parser accepts some other characters that the RFC forbids, so the pattern rejects them.
 */
function isHost(text: string): boolean {
  return /^[\w.~!$&'()*+;=%:[\]-]+$/.test(text) && normalizeAuthority(text) !== null;
}

function closing(status: number, detail: string): Problem {
  return new Problem(status, detail, { headers: { Connection: 'close' } });
}
