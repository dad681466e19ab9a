import type { Context } from 'koa';
import { toProblem } from '../../../http/errors';
import { errorFormat, requiredFormat } from '../../../http/negotiation';
import { StoreUnavailable } from '../../../stores/store-unavailable';
import type { Entry } from '../../entry';
import { redisplayForm } from '../form-response';
import type { EntryHandlerProps } from '../handler-props';
import { type SharedPage, sharedCacheControl } from '../home-page';
import { readSavedCookie } from '../saved-cookie';

/** Creates the handler of `GET /`, which shows the form and the latest entry. */
export function showHome({ repository, latest, page }: EntryHandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const format = requiredFormat(ctx);
    ctx.type = format;
    try {
      const savedKey = readSavedCookie(ctx, () => repository.now());
      if (savedKey === null) {
        sendSharedPage(ctx, page.shared(await latest.get(), format));
        return;
      }
      // Both reads run in parallel, because one read can take most of the response time of 2 s.
      const [saved, newest] = await Promise.all([latest.find(savedKey).catch(ignoreUnavailable), latest.get()]);
      ctx.body = page.render({ saved, latest: newerOf(saved, newest) }, format);
    } catch (error) {
      const problem = toProblem(error);
      if (errorFormat(ctx) === 'json' || problem.status !== 503) throw error;
      redisplayForm(ctx, page, { problem, fields: {} });
    }
  };
}

/** Sends the page that is the same for all clients, or 304 if the browser already has it. */
function sendSharedPage(ctx: Context, { body, etag }: SharedPage): void {
  ctx.status = 200;
  ctx.set('ETag', etag);
  ctx.set('Cache-Control', sharedCacheControl);
  if (ctx.req.headers['if-none-match'] !== undefined && ctx.fresh) ctx.status = 304;
  else ctx.body = body;
}

/**
 * Returns null if the store is unavailable, because the page is useful even without the saved entry. Throws any other
 * error.
 */
function ignoreUnavailable(error: unknown): null {
  if (error instanceof StoreUnavailable) return null;
  throw error;
}

function newerOf(one: Entry | null, other: Entry | null): Entry | null {
  if (one === null || other === null) return one ?? other;
  return one.timestamp > other.timestamp ? one : other;
}
