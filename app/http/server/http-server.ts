import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Koa from 'koa';
import { enforceBodyDeadline, graceMs } from './body-deadline';
import { checkRequest } from './malformed-request';
import { trackPipelinedResponse } from './pipelined-responses';
import { type ErrorPages, rejectUnparsable } from './unparsable-request';

/** The timeouts of the server, in milliseconds. */
export interface TimeoutsMs {
  /** From the start of a connection, or the first byte of a request, to the end of the header. */
  readonly headers: number;
  /** From the end of the header to the end of the body. Received bytes extend it (`body-deadline.ts`). */
  readonly body: number;
  /** How often the header timeout is checked. */
  readonly check: number;
  /**
   * How long an idle connection is kept open. It exceeds the idle timeout of a load balancer, 60 s, because the load
   * balancer must be the side that closes.
   */
  readonly keepAlive: number;
  /** How long a connection may be without traffic in either direction. Event streams send a comment more often. */
  readonly stall: number;
}

/**
 * A slow client is disconnected within 25 s. Node's defaults are 60 s for the header and 300 s in total, checked every
 * 30 s.
 */
export const defaultTimeoutsMs: TimeoutsMs = {
  headers: 10_000,
  body: graceMs,
  check: 2_000,
  keepAlive: 65_000,
  stall: 60_000,
};

/** Creates the app's HTTP server, which does not listen yet. */
export function createHttpServer(app: Koa, errorPages: ErrorPages, timeoutsMs: TimeoutsMs = defaultTimeoutsMs): Server {
  const respond = app.callback();
  const handle = (req: IncomingMessage, res: ServerResponse) => {
    enforceBodyDeadline(req, timeoutsMs.body, () => server.emit('clientError', bodyTimeoutError(), req.socket));
    if (trackPipelinedResponse(req, res) && checkRequest(req)) respond(req, res);
  };
  const server = createServer({
    headersTimeout: timeoutsMs.headers,
    requestTimeout: 0,
    connectionsCheckingInterval: timeoutsMs.check,
    keepAliveTimeout: timeoutsMs.keepAlive,
    // The app rejects requests without Host, so that the error response has all header fields.
    requireHostHeader: false,
  });
  server.setTimeout(timeoutsMs.stall);
  server.on('request', handle);
  // Without these listeners, Node would send 100 Continue for bodies that the app rejects. For other expectations, it
  // would send 417 without our header fields.
  server.on('checkContinue', handle);
  server.on('checkExpectation', handle);
  server.on('clientError', rejectUnparsable(errorPages));
  return server;
}

/** Creates the error that Node reports for a request timeout. */
function bodyTimeoutError(): Error {
  return Object.assign(new Error('The request body timed out'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
