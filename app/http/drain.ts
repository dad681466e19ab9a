import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { shutdownOf } from '../../contract';
import type { RequestQueue } from './request-queue';

/** Milliseconds from SIGTERM until requests are cut: three seconds before ECS ends the process, to stop the rest and log. */
export function drainDeadlineMs(hasProfiles: boolean): number {
  return (shutdownOf(hasProfiles).stopTimeoutSeconds - 3) * 1_000;
}

export interface DrainProps {
  readonly server: Server;
  /** The answers that are not finished, from `trackResponses`. */
  readonly unfinished: ReadonlySet<ServerResponse>;
  readonly queue: Pick<RequestQueue, 'hold'>;
  /** How long to serve on before no new connection is taken, in milliseconds. */
  readonly serveOnMs: number;
  /** When to give up on requests that do not end, in milliseconds from now. */
  readonly deadlineMs: number;
}

const checkMs = 100;

/** Nothing is cut before it has been quiet for so many checks: the first request of a new connection may be on its way. */
const quietChecks = 2;

/** How long connections that wait to be accepted are still taken, in milliseconds: clients that keep coming must not prolong the drain. */
const acceptMs = 5_000;

/**
 * Keeps the set of responses that have been begun and not finished. Event handlers of the server see each first. Once
 * stopping, every response whose header has not been sent, also that of an earlier request, ends with its connection: the
 * client's next request goes to another process.
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
 * Stops a server without breaking off a request: serves on, then accepts what waits and no new connection, closes each as
 * soon as it is idle, and cuts what is left at the deadline.
 * @returns how many requests were cut
 */
export async function drain({ server, unfinished, queue, serveOnMs, deadlineMs }: DrainProps): Promise<number> {
  const deadline = performance.now() + deadlineMs;
  await sleep(serveOnMs);
  // A turn that also starts a request takes long, and would make accepting slower than the time for it allows.
  const release = queue.hold();
  await acceptQueued(server);
  release();
  const closed = once(server, 'close');
  server.close();
  for (let quiet = 0; quiet < quietChecks && performance.now() < deadline; ) {
    server.closeIdleConnections();
    await sleep(checkMs);
    quiet = unfinished.size > 0 ? 0 : quiet + 1;
  }
  const cut = unfinished.size;
  // Also those that have sent nothing or half a header: they are not idle to Node, and after close() nobody times them.
  server.closeAllConnections();
  await closed;
  return cut;
}

/**
 * Accepts the connections that wait in the kernel's queue, which closing the socket would reset: Node accepts one in each
 * turn of the event loop, so that a turn without one leaves the queue empty.
 */
async function acceptQueued(server: Server): Promise<void> {
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
