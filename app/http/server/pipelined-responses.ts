import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/**
 * The maximum number of pipelined responses that wait on one connection. Browsers and load balancers do not pipeline.
 */
export const maxPipelinedResponses = 100;

const queues = new WeakMap<Duplex, Set<ServerResponse>>();

/**
 * Tracks a response that waits for earlier responses on the same connection. If the connection is closed, the response
 * is closed too, because its 'close' listeners release resources. Node itself closes only the response that is being
 * sent.
 * @returns whether the app should handle the request; false if too many responses wait, and the connection was closed
 */
export function trackPipelinedResponse(req: IncomingMessage, res: ServerResponse): boolean {
  // A response has the socket from the start, unless it waits for an earlier response.
  if (res.socket !== null) return true;
  const queue = queueOf(req.socket);
  queue.add(res);
  res.once('close', () => queue.delete(res));
  if (queue.size <= maxPipelinedResponses) return true;
  req.socket.destroy();
  return false;
}

/** Returns the responses that wait on a connection, in order. */
export function pipelinedResponses(socket: Duplex): readonly ServerResponse[] {
  return [...(queues.get(socket) ?? [])].filter((res) => res.socket === null && !res.writableFinished);
}

function queueOf(socket: Duplex): Set<ServerResponse> {
  const known = queues.get(socket);
  if (known !== undefined) return known;
  const queue = new Set<ServerResponse>();
  queues.set(socket, queue);
  socket.once('close', () => {
    for (const res of pipelinedResponses(socket)) {
      res.destroy();
      res.emit('close');
    }
  });
  return queue;
}
