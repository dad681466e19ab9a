import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Koa from 'koa';
import { graceMs, limitBodyTime } from './body-deadline';
import { checkRequest } from './malformed-request';
import { queueAnswer } from './pipelined-responses';
import { type ErrorPages, refuseUnparsable } from './unparsable-request';

/** How patient the server is, in milliseconds. */
export interface TimeoutsMs {
  /** From a connection's first moment, or a request's first byte, to the end of the header. */
  readonly headers: number;
  /** From there to the end of the body, which earns more time as it comes (`body-deadline.ts`). */
  readonly body: number;
  /** How often the first is checked. */
  readonly check: number;
  /** How long an idle connection is kept; above the 60 s of a load balancer, which must be the one that closes. */
  readonly keepAlive: number;
  /** How long a request may go on while no byte goes either way: event streams send a comment more often. */
  readonly stall: number;
}

/** A dawdling connection is gone in 25 s. Node's own: 60 s for the header, 300 s for all, checked every 30 s. */
export const defaultTimeoutsMs: TimeoutsMs = {
  headers: 10_000,
  body: graceMs,
  check: 2_000,
  keepAlive: 65_000,
  stall: 60_000,
};

/** Creates the server around the app. It does not listen. */
export function createHttpServer(app: Koa, errorPages: ErrorPages, timeoutsMs: TimeoutsMs = defaultTimeoutsMs): Server {
  const answer = app.callback();
  const handle = (req: IncomingMessage, res: ServerResponse) => {
    limitBodyTime(req, timeoutsMs.body, () => server.emit('clientError', createBodyTimeout(), req.socket));
    if (queueAnswer(req, res) && checkRequest(req)) answer(req, res);
  };
  const server = createServer({
    headersTimeout: timeoutsMs.headers,
    requestTimeout: 0,
    connectionsCheckingInterval: timeoutsMs.check,
    keepAliveTimeout: timeoutsMs.keepAlive,
    // The app refuses it itself, with the header fields that every answer has.
    requireHostHeader: false,
  });
  server.setTimeout(timeoutsMs.stall);
  server.on('request', handle);
  // Without these two Node would ask for a body that the app may refuse, and answer other expectations bare.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('clientError', refuseUnparsable(errorPages));
  return server;
}

/** What Node itself reports of a request that takes too long. */
function createBodyTimeout(): Error {
  return Object.assign(new Error('The body took too long'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
