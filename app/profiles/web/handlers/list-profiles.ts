import type { Context } from 'koa';
import { responseSignal } from '../../../http/limits/response-deadline';
import { requiredFormat } from '../../../http/negotiation';
import type { HandlerProps } from '../handler-props';
import { publicJson } from '../profile-json';
import { formatCursor, parseProfileQuery, profilesHref } from '../profile-query';

/** Creates the handler of `GET /profiles`, which returns a page of the list or of a search. */
export function listProfiles({ service, pages }: HandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const format = requiredFormat(ctx);
    const query = parseProfileQuery(ctx);
    const { profiles, next } = await service.list(query, responseSignal());
    const nextHref = next && profilesHref(query, next);
    const newestHref = query.before ? profilesHref(query) : null;
    if (nextHref) ctx.set('Link', `<${nextHref}>; rel="next"`);
    ctx.type = format;
    ctx.body =
      format === 'html'
        ? pages.list({ profiles, query, nextHref, newestHref })
        : { profiles: profiles.map((profile) => publicJson(profile)), next: next && formatCursor(next) };
  };
}
