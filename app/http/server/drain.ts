import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { shutdownOf } from '../../../contract';
import type { RequestQueue } from '../limits/request-queue';

/**
 * Returns the time from SIGTERM until open requests are aborted, in milliseconds. ECS kills the process three seconds
 * later. This leaves time for stopping everything else and for logging.
 */
export function drainDeadlineMs(hasProfiles: boolean): number {
  return (shutdownOf(hasProfiles).stopTimeoutSeconds - 3) * 1_000;
}

export interface DrainProps {
  readonly server: Server;
  /** The unfinished responses, from `trackResponses`. */
  readonly unfinished: ReadonlySet<ServerResponse>;
  readonly queue: Pick<RequestQueue, 'pause'>;
  /** How long to keep accepting new connections, in milliseconds. */
  readonly keepServingMs: number;
  /** The time from the start of the drain until open requests are aborted, in milliseconds. */
  readonly deadlineMs: number;
}

const checkMs = 100;

/**
 * The number of successive checks that must find no open request. One check is not enough, because a new connection may
 * be about to send its first request.
 */
const quietChecks = 2;

/**
 * How long connections in the kernel's queue are still accepted, in milliseconds. Clients that keep connecting must not
 * prolong the drain.
 */
const acceptMs = 5_000;

/**
 * Returns the set of responses that have started and not finished, and keeps it up to date. The listeners of this
 * function run before those of the app. Once the process is stopping, each response whose header has not been sent
 * closes its connection, so that the client's next request reaches another process.
 */
export function trackResponses(server: Server, stopping: AbortSignal): ReadonlySet<ServerResponse> {
  const unfinished = new Set<ServerResponse>();
  stopping.addEventListener('abort', () => {
    for (const res of unfinished) if (!res.headersSent) res.shouldKeepAlive = false;
  });
  for (const event of ['request', 'checkContinue', 'checkExpectation']) {
    server.prependListener(event, (_req: unknown, res: ServerResponse) => {
      unfinished.add(res);
      if (stopping.aborted) res.shouldKeepAlive = false;
      res.on('close', () => unfinished.delete(res));
    });
  }
  return unfinished;
}

/**
 * Stops a server gracefully. The server keeps serving for a while, accepts the queued connections, then refuses new
 * ones. It closes each connection as soon as the connection is idle, and aborts the remaining requests at the deadline.
 * @returns the number of aborted requests
 */
export async function drain({ server, unfinished, queue, keepServingMs, deadlineMs }: DrainProps): Promise<number> {
  const deadline = performance.now() + deadlineMs;
  await sleep(keepServingMs);
  // Without the pause, each turn of the event loop would also start a queued request. The turns would take longer, and
  // fewer connections would be accepted in time.
  const resume = queue.pause();
  await acceptQueuedConnections(server);
  resume();
  const closed = once(server, 'close');
  server.close();
  for (let quiet = 0; quiet < quietChecks && performance.now() < deadline; ) {
    server.closeIdleConnections();
    await sleep(checkMs);
    quiet = unfinished.size > 0 ? 0 : quiet + 1;
  }
  const aborted = unfinished.size;
  // This call also closes connections on which the client has sent nothing or half a header. Node does not count them
  // as idle, and applies no timeout to them after close().
  server.closeAllConnections();
  await closed;
  return aborted;
}

/**
 * Accepts the connections in the kernel's queue, because closing the listening socket would reset them. Node accepts
 * one connection per turn of the event loop. If a turn accepts none, the queue is empty.
 */
async function acceptQueuedConnections(server: Server): Promise<void> {
  let accepted = 0;
  const count = () => {
    accepted += 1;
  };
  server.on('connection', count);
  const giveUpAt = performance.now() + acceptMs;
  for (let before = -1; accepted > before && performance.now() < giveUpAt; ) {
    before = accepted;
    await nextTurn();
  }
  server.off('connection', count);
}
