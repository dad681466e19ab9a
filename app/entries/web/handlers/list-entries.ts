import type { Context } from 'koa';
import { requiredFormat } from '../../../http/negotiation';
import { formatEntryCursor } from '../entry-cursor';
import { listHref, parseListQuery } from '../entry-list';
import type { EntryHandlerProps } from '../handler-props';

/** Creates the handler of `GET /entries`, which returns a page of the list. */
export function listEntries({ repository, views }: EntryHandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const format = requiredFormat(ctx);
    const { limit, before } = parseListQuery(ctx);
    const { entries, next } = await repository.list(limit, before);
    const nextHref = next && listHref(limit, next);
    const newestHref = before ? listHref(limit) : null;
    if (nextHref) ctx.set('Link', `<${nextHref}>; rel="next"`);
    ctx.type = format;
    ctx.body =
      format === 'html'
        ? views.list({ entries, nextHref, newestHref, limit })
        : { entries, next: next && formatEntryCursor(next) };
  };
}
