import type { Context, Middleware, Next } from 'koa';
import type { EntryMetrics } from '../entry-metrics';

/**
 * Counts every post of an entry as stored or refused. All posts whose response is an error (4xx or 5xx) count as
 * refused, although after a 503, the entry may have been stored. Use this middleware before the middleware that rejects
 * posts.
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
