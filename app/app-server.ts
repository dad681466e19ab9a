import type { Server, ServerResponse } from 'node:http';
import { type AppProps, createApp } from './app';
import { createRequestQueue, type RequestQueue } from './http/limits/request-queue';
import { createSecurityHeaders } from './http/security-headers';
import { trackResponses } from './http/server/drain';
import { createHttpServer, type TimeoutsMs } from './http/server/http-server';
import { createErrorPages } from './http/server/unparsable-request';

/** The server of the app, and what `drain` needs to stop it: the unfinished responses and the request queue. */
export interface AppServer {
  readonly server: Server;
  /** The responses that have started and not finished. A drain waits for them. */
  readonly unfinished: ReadonlySet<ServerResponse>;
  readonly queue: RequestQueue;
}

/**
 * Creates the app and its server, which does not listen yet. Error responses of the server look like those of the app.
 * @param queue the queue that starts the requests
 */
export function createAppServer(
  props: AppProps,
  timeoutsMs?: TimeoutsMs,
  queue: RequestQueue = createRequestQueue(),
): AppServer {
  const { settings, views, stopping } = props;
  const { contentSecurityPolicy } = views;
  const headers = createSecurityHeaders({ contentSecurityPolicy, behindTls: settings.behindTls });
  const server = createHttpServer(createApp(props, headers, queue), createErrorPages(views, headers), timeoutsMs);
  return { server, unfinished: trackResponses(server, stopping), queue };
}
