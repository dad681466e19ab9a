import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** So many answers may wait behind another on one connection. Browsers and balancers send one request at a time. */
export const maxQueuedAnswers = 100;

const queues = new WeakMap<Duplex, Set<ServerResponse>>();

/**
 * Sees to it that an answer which waits behind another on its connection is closed when the connection is: Node closes
 * only the one that has its turn, and whoever holds something for an answer waits for its 'close'.
 * @returns whether to go on: a connection with too many such answers is cut, and they are not worked on
 */
export function queueAnswer(req: IncomingMessage, res: ServerResponse): boolean {
  // An answer has the socket from the beginning unless another one has it.
  if (res.socket !== null) return true;
  const queue = queueOf(req.socket);
  queue.add(res);
  res.once('close', () => queue.delete(res));
  if (queue.size <= maxQueuedAnswers) return true;
  req.socket.destroy();
  return false;
}

/** The answers that wait on a connection, in order. */
export function queuedAnswers(socket: Duplex): readonly ServerResponse[] {
  return [...(queues.get(socket) ?? [])].filter((res) => res.socket === null && !res.writableFinished);
}

function queueOf(socket: Duplex): Set<ServerResponse> {
  const known = queues.get(socket);
  if (known !== undefined) return known;
  const queue = new Set<ServerResponse>();
  queues.set(socket, queue);
  socket.once('close', () => {
    for (const res of queuedAnswers(socket)) {
      res.destroy();
      res.emit('close');
    }
  });
  return queue;
}
