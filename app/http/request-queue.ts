import type { Context, Middleware } from 'koa';
import { healthPath, readyPath } from '../../contract';
import { unavailable } from './problem';
import { refuseOrReturnForm } from './refused-form';

/**
 * The longest that a request waits for its turn, in milliseconds. A burst of a hundred posts takes half of it on a quarter of a
 * vCPU; a client that has waited longer than this rather tries again.
 */
export const maxWaitMs = 1_000;

/** Refusals in one turn of the event loop: they take a fraction of a request's time, but not none. */
const refusalsPerTurn = 16;

/** The shortest time between two refused forms that come back, in milliseconds: a few among all refusals are no load. */
const returnFormMs = 50;

/** One for all: an error of its own for each request would cost what refusing saves. */
const overloaded = unavailable(
  'The server is busy and did not process the request. Please try again in a few seconds.',
  undefined,
  5,
);

interface Waiting {
  /** When it arrived. */
  readonly since: number;
  readonly socket: { readonly destroyed: boolean };
  readonly start: () => void;
  readonly refuse: (reason: Error) => void;
}

/** The requests that wait for their turn. */
export interface RequestQueue {
  /** Puts a request into the queue. */
  readonly enqueue: Middleware;
  /**
   * Holds all requests until the returned function is called, when the process stops: from now on none is refused, because
   * no new ones follow those that are there.
   */
  hold(): () => void;
}

/**
 * Lets one request begin in each turn of the event loop, in order, and refuses those that have waited too long. If the
 * processor is the bottleneck, requests would otherwise all begin in the turn that reads them, and all else would wait for its
 * end: their own next steps, new connections, of which Node accepts one in each turn, and the health check. Pages from memory and
 * the health check do not wait: they cost no more than a refusal.
 * @param now the time in milliseconds, from any start
 */
export function createRequestQueue(now: () => number = () => performance.now()): RequestQueue {
  const queue: Waiting[] = [];
  let isScheduled = false;
  let isHeld = false;
  let longestMs = maxWaitMs;
  let returnFormAt = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    if (isScheduled || isHeld || queue.length === 0) return;
    isScheduled = true;
    setImmediate(takeTurn);
  }

  function takeTurn(): void {
    isScheduled = false;
    if (isHeld) return;
    const oldest = now() - longestMs;
    for (let refusals = 0; refusals < refusalsPerTurn; refusals += 1) {
      const [first] = queue;
      if (first === undefined || (first.since >= oldest && !first.socket.destroyed)) break;
      queue.shift()?.refuse(overloaded);
    }
    const [next] = queue;
    if (next !== undefined && next.since >= oldest) queue.shift()?.start();
    schedule();
  }

  return {
    enqueue(ctx, next) {
      if (isCheap(ctx)) return next();
      const { socket } = ctx.req;
      const turn = new Promise<void>((start, refuse) => {
        queue.push({ since: now(), socket, start, refuse });
      });
      schedule();
      return turn.then(next, (problem) => {
        if (socket.destroyed || now() < returnFormAt) throw problem;
        returnFormAt = now() + returnFormMs;
        return refuseOrReturnForm(ctx, next, problem);
      });
    },
    hold() {
      isHeld = true;
      longestMs = Number.POSITIVE_INFINITY;
      return () => {
        isHeld = false;
        schedule();
      };
    },
  };
}

function isCheap({ method, path }: Context): boolean {
  return method !== 'POST' && (path === '/' || path === healthPath || path === readyPath);
}
