import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { stopTimeoutSeconds } from '../contract';

/** Our own deadline lies below that of ECS, so that the last lines are still logged. */
export const deadlineMs = (stopTimeoutSeconds - 3) * 1_000;

export interface DrainProps {
  readonly server: Server;
  /** The answers that are not finished, from `trackResponses`. */
  readonly unfinished: ReadonlySet<ServerResponse>;
  /** How long to serve on before no new connection is taken, in milliseconds. */
  readonly serveOnMs: number;
  /** When to give up on requests that do not end, in milliseconds from now. */
  readonly deadlineMs: number;
}

const checkMs = 100;

/** Nothing is cut before it has been quiet for so many checks: the first request of a new connection may be on its way. */
const quietChecks = 2;

/** Keeps the set of answers that have been begun and not finished. Event handlers of the server see each first. */
export function trackResponses(server: Server): ReadonlySet<ServerResponse> {
  const unfinished = new Set<ServerResponse>();
  for (const event of ['request', 'checkContinue', 'checkExpectation']) {
    server.prependListener(event, (_req: unknown, res: ServerResponse) => {
      unfinished.add(res);
      res.on('close', () => unfinished.delete(res));
    });
  }
  return unfinished;
}

/**
 * Stops a server without breaking off a request: serves on, then takes no new connection, closes each as soon as it is
 * idle, and cuts what is left at the deadline.
 * @returns how many requests were cut
 */
export async function drain({ server, unfinished, serveOnMs, deadlineMs }: DrainProps): Promise<number> {
  const deadline = performance.now() + deadlineMs;
  await sleep(serveOnMs);
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
