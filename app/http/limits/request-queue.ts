import type { Context, Middleware } from 'koa';
import { healthPath, readyPath } from '../../../contract';
import { unavailable } from '../problem';
import { rejectOrRedisplayForm } from '../rejected-form';

/**
 * The maximum time that a request waits in the queue, in milliseconds. A request that waits longer is rejected, and the
 * client should retry. A burst of 100 posts takes half of this time on 0.25 vCPU.
 */
export const maxWaitMs = 1_000;

/** The maximum number of rejections per turn of the event loop, because each rejection takes some CPU time. */
const maxRejectionsPerTurn = 16;

/**
 * The minimum time between two redisplayed forms, in milliseconds. It limits the load, because redisplaying a form
 * costs more than rejecting it.
 */
const redisplayIntervalMs = 50;

/**
 * The error for requests that have waited too long. They share one error, because creating one for each request would
 * cost as much as rejecting the request saves.
 */
const overloaded = unavailable(
  'The server is busy and did not process the request. Please try again in a few seconds.',
  undefined,
  5,
);

interface QueuedRequest {
  /** The time when the request entered the queue, in milliseconds. */
  readonly queuedAt: number;
  readonly socket: { readonly destroyed: boolean };
  readonly start: () => void;
  readonly reject: (reason: Error) => void;
}

/** Delays and rejects requests while the process is busy. */
export interface RequestQueue {
  /** Continues with a request when its turn comes, or rejects the request with 503. */
  readonly enqueue: Middleware;
  /**
   * Pauses the queue while the process stops. The returned function resumes the queue. Once the queue has been paused,
   * no request is rejected for waiting too long, because no new requests will follow.
   */
  pause(): () => void;
}

/**
 * Creates a queue that starts one request per turn of the event loop, in order, and rejects requests that have waited
 * longer than `maxWaitMs`. Without the queue, a busy process would start all requests at once. They would delay each
 * other, the health check, and new connections, because Node accepts only one connection per turn. Requests for the
 * home page and for a health check skip the queue, because they cost no more than a rejection.
 * @param now returns the current time in milliseconds since any fixed point in time
 */
export function createRequestQueue(now: () => number = () => performance.now()): RequestQueue {
  const queue: QueuedRequest[] = [];
  let isScheduled = false;
  let isPaused = false;
  let longestMs = maxWaitMs;
  let nextRedisplayAt = Number.NEGATIVE_INFINITY;

  function schedule(): void {
    if (isScheduled || isPaused || queue.length === 0) return;
    isScheduled = true;
    setImmediate(takeTurn);
  }

  function takeTurn(): void {
    isScheduled = false;
    if (isPaused) return;
    const oldest = now() - longestMs;
    for (let rejections = 0; rejections < maxRejectionsPerTurn; rejections += 1) {
      const [first] = queue;
      if (first === undefined || (first.queuedAt >= oldest && !first.socket.destroyed)) break;
      queue.shift()?.reject(overloaded);
    }
    const [next] = queue;
    if (next !== undefined && next.queuedAt >= oldest) queue.shift()?.start();
    schedule();
  }

  return {
    enqueue(ctx, next) {
      if (skipsQueue(ctx)) return next();
      const { socket } = ctx.req;
      const turn = new Promise<void>((start, reject) => {
        queue.push({ queuedAt: now(), socket, start, reject });
      });
      schedule();
      return turn.then(next, (problem) => {
        if (socket.destroyed || now() < nextRedisplayAt) throw problem;
        nextRedisplayAt = now() + redisplayIntervalMs;
        return rejectOrRedisplayForm(ctx, next, problem);
      });
    },
    pause() {
      isPaused = true;
      longestMs = Number.POSITIVE_INFINITY;
      return () => {
        isPaused = false;
        schedule();
      };
    },
  };
}

function skipsQueue({ method, path }: Context): boolean {
  return method !== 'POST' && (path === '/' || path === healthPath || path === readyPath);
}
