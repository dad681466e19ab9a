import type { Context, Middleware, Next } from 'koa';
import type { EntryMetrics } from '../entry-metrics';

/**
 * Counts every post of an entry as stored or refused, by the status of the response. These count as refused: client
 * errors (400, 403, 413, 415, 422, 429), errors of the app (500), and an unavailable store (503). After a 503, the
 * entry may have been stored. Use this middleware before the middleware that rejects posts. Posts to other paths do not
 * count.
 */
export function countEntries(metrics: EntryMetrics): Middleware {
  return (ctx, next) => (ctx.method === 'POST' && ctx.path === '/' ? countPost(ctx, next) : next());

  async function countPost(ctx: Context, next: Next): Promise<void> {
    try {
      await next();
    } catch (error) {
      metrics.refused();
      throw error;
    }
    if (ctx.status < 400) metrics.stored();
    else metrics.refused();
  }
}
