import type { Context } from 'koa';
import { toProblem } from '../../../http/errors';
import { errorFormat, preferredFormat } from '../../../http/negotiation';
import { isRejected } from '../../../http/rejected-form';
import { isShownInForm, redirectToProfile, redisplayForm } from '../form-response';
import type { HandlerProps } from '../handler-props';
import { shouldRemoveFile } from '../profile-form';
import { managedJson } from '../profile-json';
import { profileIdOf } from '../profile-paths';
import { profileNotFound, toHttpError } from '../profile-problem';
import { fieldOrBearerToken, hideTokenFromReferer } from '../request-token';
import { Submission } from '../submission';

/** Creates the handler of `POST /profiles/:id`, which changes a profile. */
export function changeProfile(props: HandlerProps) {
  const { service, uploads, behindTls } = props;
  return async (ctx: Context): Promise<void> => {
    const id = profileIdOf(ctx);
    const submission = new Submission(ctx, service, uploads);
    hideTokenFromReferer(ctx);
    try {
      const details = await submission.read();
      const { upload, fields, signal } = submission;
      const token = fieldOrBearerToken(ctx, fields) ?? profileNotFound();
      const file = upload ?? (shouldRemoveFile(fields) ? 'remove' : 'keep');
      const profile = (await service.change({ id, token, details, file }, signal)) ?? profileNotFound();
      if (preferredFormat(ctx) === 'json') ctx.body = managedJson(profile);
      else redirectToProfile(ctx, { id, token, event: 'changed' }, behindTls);
    } catch (error) {
      await sendError(ctx, toHttpError(error), { ...props, submission });
    } finally {
      submission.close();
    }
  };
}

/**
 * Redisplays the form if the form can show the error, and throws all other errors. Fields are validated before the
 * token is checked, but only the owner sees the errors.
 */
async function sendError(
  ctx: Context,
  error: unknown,
  { submission, service, pages }: HandlerProps & { readonly submission: Submission },
): Promise<void> {
  const problem = toProblem(error);
  const { fields, hasFile: hadFile, signal } = submission;
  const isJson = errorFormat(ctx) === 'json';
  if (isJson ? problem.errors.length === 0 : !isShownInForm(problem, fields)) throw error;
  const id = profileIdOf(ctx);
  const token = fieldOrBearerToken(ctx, fields) ?? profileNotFound();
  const isReadable = problem.status !== 503 && !isRejected(ctx);
  const shown = isReadable ? ((await service.findManaged(id, token, signal)) ?? profileNotFound()) : null;
  if (isJson) throw error;
  redisplayForm(ctx, problem, pages.managed({ id, token, shown, fields, problem, hadFile }));
}
