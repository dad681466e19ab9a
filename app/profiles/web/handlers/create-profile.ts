import type { Context } from 'koa';
import type { Fields } from '../../../forms/text-fields';
import { toProblem } from '../../../http/errors';
import { readIdempotencyKey } from '../../../http/idempotency-key';
import { errorFormat, type Format, preferredFormat } from '../../../http/negotiation';
import type { CreatedProfile } from '../../profile-service';
import {
  createRetryToken,
  formatRetryToken,
  minKeyLength,
  parseRetryToken,
  type RetryToken,
  retryTokenOf,
} from '../../retry-token';
import { CommitUncertain } from '../../unavailable';
import { isShownInForm, redirectToProfile, redisplayForm } from '../form-response';
import type { HandlerProps } from '../handler-props';
import { managedJson, publicPart } from '../profile-json';
import { managementHref, managementUrl, profileHref } from '../profile-paths';
import { toHttpError } from '../profile-problem';
import { Submission } from '../submission';
import { rejectsCookies, setTestCookie } from '../test-cookie';

/** Creates the handler of `GET /profiles/new`, which shows the empty form. */
export function showEmptyForm({ pages, behindTls }: HandlerProps) {
  return (ctx: Context): void => {
    setTestCookie(ctx, behindTls);
    // With no-store, browsers would not restore the typed text when the user goes back from an error page.
    ctx.set('Cache-Control', 'private, no-cache');
    ctx.type = 'html';
    const retryToken = formatRetryToken(createRetryToken());
    ctx.body = pages.form({ fields: {}, problem: null, hadFile: false, retryToken });
  };
}

/** Creates the handler of `POST /profiles`, which stores a profile. */
export function createProfile(props: HandlerProps) {
  const { service, uploads, pages } = props;
  return async (ctx: Context): Promise<void> => {
    const key = readIdempotencyKey(ctx, minKeyLength);
    const submission = new Submission(ctx, service, uploads);
    let retryToken: RetryToken | null = null;
    try {
      const details = await submission.read();
      const { upload, fields, signal } = submission;
      const file = upload && { name: upload.name, sha256: upload.content.sha256 };
      const formToken = parseRetryToken(fields.attempt);
      retryToken = key === null ? (formToken ?? createRetryToken()) : retryTokenOf(key, details, file);
      const created = await service.create({ details, upload, retryToken }, signal);
      sendCreated(ctx, created, { ...props, fields });
    } catch (error) {
      const advised = error instanceof CommitUncertain ? withAdvice(error, key, errorFormat(ctx)) : toHttpError(error);
      const formToken = retryToken ?? parseRetryToken(submission.fields.attempt);
      sendError(ctx, advised, { submission, retryToken: key === null ? formToken : null, pages });
    } finally {
      submission.close();
    }
  };
}

function sendCreated(
  ctx: Context,
  { profile, token }: CreatedProfile,
  { fields, pages, behindTls }: Pick<HandlerProps, 'pages' | 'behindTls'> & { readonly fields: Fields },
): void {
  const { id } = profile;
  const isHtml = preferredFormat(ctx) === 'html';
  if (isHtml && !rejectsCookies(ctx, fields)) {
    redirectToProfile(ctx, { id, token, event: 'created' }, behindTls);
    return;
  }
  ctx.status = 201;
  ctx.set('Location', profileHref(id));
  if (isHtml) {
    // If the browser rejects cookies, the page after a redirect could not show the link, so this page shows it. The
    // address of this page does not contain the token.
    const saved = { link: managementUrl(ctx, { id, token }, behindTls), isNew: true };
    ctx.type = 'html';
    ctx.body = pages.profile({ profile: publicPart(profile), file: null, saved });
  } else {
    ctx.body = { ...managedJson(profile), token, manage: managementHref({ id, token }) };
  }
}

interface RejectedCreation extends Pick<HandlerProps, 'pages'> {
  readonly submission: Submission;
  /** The retry token of the redisplayed form, or null if the form gets none. */
  readonly retryToken: RetryToken | null;
}

/**
 * Redisplays the form if the form can show the error, and throws all other errors. Sending the form again retries this
 * request.
 */
function sendError(ctx: Context, error: unknown, { submission, retryToken, pages }: RejectedCreation): void {
  const { fields, hasFile: hadFile } = submission;
  const problem = toProblem(error);
  if (errorFormat(ctx) === 'json' || !isShownInForm(problem, fields)) throw error;
  const text = retryToken === null ? '' : formatRetryToken(retryToken);
  redisplayForm(ctx, problem, pages.form({ fields, problem, hadFile, retryToken: text }));
}

/** Adds advice on a safe retry to the error of a request that may have stored the profile. */
function withAdvice({ message, cause }: CommitUncertain, key: string | null, format: Format): CommitUncertain {
  const forForm = 'Press Save again in a moment. The profile will not be stored twice.';
  const forProgram = 'A request with an Idempotency-Key can be retried without storing the profile twice.';
  const forKey = 'Retry the request in a moment with the same Idempotency-Key. The profile will not be stored twice.';
  const advice = key !== null ? forKey : format === 'json' ? forProgram : forForm;
  return new CommitUncertain(cause, `${message} ${advice}`);
}
