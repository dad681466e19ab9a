import type { Context } from 'koa';
import { responseSignal } from '../../../http/limits/response-deadline';
import { Problem } from '../../../http/problem';
import { sendFile } from '../file-response';
import type { HandlerProps } from '../handler-props';
import { profileIdOf } from '../profile-paths';
import { profileNotFound } from '../profile-problem';

/** Creates the handler of `GET /profiles/:id/file`, which sends the file of a profile. */
export function downloadFile({ service, downloads }: HandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const id = profileIdOf(ctx);
    const signal = responseSignal();
    const file = await service.openFile(id, signal);
    if (file !== null) return sendFile(ctx, file, downloads);
    if ((await service.find(id, signal)) === null) profileNotFound();
    throw new Problem(404, 'This profile has no file.');
  };
}
