import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Context, Middleware } from 'koa';
import { normalizeAuthority } from './host-and-port';
import { Problem } from './problem';

/** Requests that HTTP does not allow and Node's parser lets through. */
const malformed = new WeakMap<IncomingMessage, Problem>();

/** Connections on which nothing more is read as a request. */
const ending = new WeakSet<Duplex>();

/**
 * Checks a request before the app sees it. After a malformed one, it is unknown where the next request on its
 * connection begins: the bytes that follow may be part of a body, written by another client.
 * @returns whether to go on: a request that follows a malformed one is not worked on, and its connection is about to close
 */
export function checkRequest(req: IncomingMessage): boolean {
  if (ending.has(req.socket)) return false;
  const problem = problemOf(req);
  if (problem !== null) {
    malformed.set(req, problem);
    ending.add(req.socket);
  }
  return true;
}

/** Refuses what `checkRequest` found malformed, and other requests that cannot be met. */
export const refuseMalformed: Middleware = (ctx: Context, next) => {
  const problem = malformed.get(ctx.req);
  if (problem !== undefined) throw problem;
  const { expect } = ctx.req.headers;
  if (expect !== undefined && expect.toLowerCase() !== '100-continue') {
    throw new Problem(417, 'The only supported expectation is 100-continue.');
  }
  try {
    ctx.path;
  } catch (cause) {
    throw new Problem(400, 'The request target is not a valid URL.', { cause });
  }
  return next();
};

/** RFC 9112: section 3.2 for Host, 6.1 for Transfer-Encoding; RFC 9110, section 8.3 for Content-Type. */
function problemOf({ headersDistinct: fields, httpVersion }: IncomingMessage): Problem | null {
  const { host = [], 'transfer-encoding': codings, 'content-type': types = [] } = fields;
  const isHostMissing = host.length === 0 && httpVersion !== '1.0';
  if (isHostMissing || host.length > 1 || !host.every((text) => text === '' || isHost(text))) {
    return closing(400, 'A request needs exactly one Host header field, with a host, optionally with a port.');
  }
  if (types.length > 1) return closing(400, 'A request has at most one Content-Type.');
  if (codings === undefined) return null;
  const coding = codings.join(',').toLowerCase();
  if (httpVersion < '1.1') return closing(400, `HTTP/${httpVersion} has no Transfer-Encoding.`);
  if (coding === 'chunked') return null;
  const isList = /^[\w!#$%&'*+.^`|~-]+([ \t]*,[ \t]*[\w!#$%&'*+.^`|~-]+)*$/.test(coding);
  return isList && !/chunked.*chunked|identity/.test(coding)
    ? closing(501, 'The only transfer coding that is supported is chunked.')
    : closing(400, 'Transfer-Encoding is empty or malformed. Send chunked, or leave it out.');
}

/**
 * A comma is allowed by RFC 3986, but no host has one: a proxy has made one field of several. Other characters that it
 * forbids are no error to the URL parser, which checks the rest.
 */
function isHost(text: string): boolean {
  return /^[\w.~!$&'()*+;=%:[\]-]+$/.test(text) && normalizeAuthority(text) !== null;
}

function closing(status: number, detail: string): Problem {
  return new Problem(status, detail, { headers: { Connection: 'close' } });
}
