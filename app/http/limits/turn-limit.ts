import type { Middleware } from 'koa';

/**
 * The maximum number of requests that start in one turn of the event loop. It must exceed the number that the request
 * queue starts and rejects in a turn. Otherwise, retries of rejected requests would pile up here, where the waiting
 * time has no limit.
 */
export const maxRequestsPerTurn = 24;

/**
 * Limits how many requests start in one turn of the event loop; further requests wait, in order. This includes requests
 * that skip the request queue. Node accepts only one connection per turn, so a turn with a hundred cheap requests would
 * delay each new connection as much as a few costly requests do.
 */
export function limitRequestsPerTurn(): Middleware {
  const waiting: (() => void)[] = [];
  let started = 0;

  function takeTurn(): void {
    const next = waiting.splice(0, maxRequestsPerTurn);
    started = next.length;
    for (const start of next) start();
    if (started > 0) setImmediate(takeTurn);
  }

  return (_ctx, next) => {
    if (started === 0) setImmediate(takeTurn);
    if (started === maxRequestsPerTurn) return new Promise<void>((start) => waiting.push(start)).then(next);
    started += 1;
    return next();
  };
}
