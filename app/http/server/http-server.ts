import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type Koa from 'koa';
import { enforceBodyDeadline, graceMs } from './body-deadline';
import { checkRequest } from './malformed-request';
import { trackPipelinedResponse } from './pipelined-responses';
import { type ErrorPages, rejectUnparsable } from './unparsable-request';

/** The timeouts of the server, in milliseconds. */
export interface TimeoutsMs {
  /** The maximum time for a request header, from the start of the connection or the first byte of the request. */
  readonly headers: number;
  /**
   * The maximum time from the end of the header to the end of the body. Received bytes extend it (`body-deadline.ts`).
   */
  readonly body: number;
  /** The interval between two checks of the header timeout. */
  readonly check: number;
  /**
   * How long an idle connection is kept open. The time exceeds the idle timeout of the load balancer, 60 s. Otherwise
   * the load balancer could send a request on a connection that the app is closing.
   */
  readonly keepAlive: number;
  /**
   * How long a connection may be without traffic in either direction. Event streams stay open, because they send a
   * comment at shorter intervals.
   */
  readonly stall: number;
}

/**
 * If a client stops in the middle of a request, it is disconnected within 25 s. Node's defaults are 60 s for the header
 * and 300 s in total, checked every 30 s.
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

/** Creates an error with the code of Node's request timeout, so that the client gets the same response, 408. */
function bodyTimeoutError(): Error {
  return Object.assign(new Error('The request body timed out'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
}
