import type { Context } from 'koa';
import type { Fields } from '../../../forms/text-fields';
import { readBody } from '../../../http/body';
import { toProblem } from '../../../http/errors';
import { responseSignal } from '../../../http/limits/response-deadline';
import { errorFormat, preferredFormat } from '../../../http/negotiation';
import { StoreUnavailable } from '../../../stores/store-unavailable';
import { redisplayForm } from '../form-response';
import type { HandlerProps } from '../handler-props';
import { profileIdOf } from '../profile-paths';
import { profileNotFound } from '../profile-problem';
import { bearerToken, fieldOrBearerToken, hideTokenFromReferer } from '../request-token';

/** Creates the handler of `POST /profiles/:id/delete`, which browsers use to delete a profile. */
export function deleteWithForm({ service, pages }: HandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const id = profileIdOf(ctx);
    hideTokenFromReferer(ctx);
    await readBody(ctx, async () => {});
    const token = fieldOrBearerToken(ctx, ctx.request.body as Fields) ?? profileNotFound();
    try {
      if (!(await service.delete(id, token, responseSignal()))) profileNotFound();
      if (preferredFormat(ctx) === 'json') {
        ctx.status = 204;
        return;
      }
      ctx.type = 'html';
      ctx.body = pages.deletion({ id, token, notice: null });
    } catch (error) {
      if (errorFormat(ctx) === 'json' || !(error instanceof StoreUnavailable)) throw error;
      redisplayForm(ctx, toProblem(error), pages.deletion({ id, token, notice: error.message }));
    }
  };
}

/** Creates the handler of `DELETE /profiles/:id`, which programs use to delete a profile. */
export function deleteWithBearerToken({ service }: HandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const token = bearerToken(ctx) ?? profileNotFound();
    if (!(await service.delete(profileIdOf(ctx), token, responseSignal()))) profileNotFound();
    ctx.status = 204;
  };
}
