import type { Context, Middleware, Next } from 'koa';
import type { EntryMetrics } from './entry-metrics';

/**
 * Counts every post of an entry as stored or as refused, by its answer. Refused is whatever was answered with an error: by
 * the client's fault (400, 403, 413, 415, 422, 429), because the store did not answer (503; the entry may have been stored
 * all the same), or by ours (500). It stands before the rules that refuse a post. Posts elsewhere are no entries.
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
