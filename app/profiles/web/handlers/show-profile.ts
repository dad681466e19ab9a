import type { Context } from 'koa';
import { responseSignal } from '../../../http/limits/response-deadline';
import { type Format, requiredFormat } from '../../../http/negotiation';
import type { HandlerProps } from '../handler-props';
import { managedJson, publicJson, publicPart } from '../profile-json';
import { managementUrl, profileIdOf } from '../profile-paths';
import { profileNotFound } from '../profile-problem';
import { hideTokenFromReferer, linkOrBearerToken, requestsManagement } from '../request-token';
import { clearTokenCookie, readTokenCookie } from '../token-cookie';

/**
 * Creates the handler of `GET /profiles/:id`, which returns the public page or, for a request with a token, the page of
 * the owner.
 */
export function showProfile(props: HandlerProps) {
  return (ctx: Context): Promise<void> => {
    const format = requiredFormat(ctx);
    ctx.type = format;
    return requestsManagement(ctx) ? showManagementPage(ctx, format, props) : showPublicPage(ctx, format, props);
  };
}

async function showPublicPage(ctx: Context, format: Format, props: HandlerProps): Promise<void> {
  const { service, pages, behindTls } = props;
  const id = profileIdOf(ctx);
  const cookie = readTokenCookie(ctx);
  const signal = responseSignal();
  const own = cookie && (await service.findManaged(id, cookie.token, signal));
  const { profile, file } = own ?? (await service.find(id, signal)) ?? profileNotFound();
  if (format === 'json') {
    ctx.body = publicJson(profile, file);
    return;
  }
  const saved = own &&
    cookie && { link: managementUrl(ctx, { id, token: cookie.token }, behindTls), isNew: cookie.event === 'created' };
  if (saved !== null) clearTokenCookie(ctx, id, behindTls);
  ctx.body = pages.profile({ profile: publicPart(profile), file, saved });
}

async function showManagementPage(ctx: Context, format: Format, { service, pages }: HandlerProps): Promise<void> {
  hideTokenFromReferer(ctx);
  const id = profileIdOf(ctx);
  const token = linkOrBearerToken(ctx) ?? profileNotFound();
  const shown = (await service.findManaged(id, token, responseSignal())) ?? profileNotFound();
  if (format === 'json') {
    ctx.body = managedJson(shown.profile, shown.file);
    return;
  }
  const { name, email, phone, about } = shown.profile;
  const fields = { name, email, phone, about };
  ctx.body = pages.managed({ id, token, shown, fields, problem: null, hadFile: false });
}
