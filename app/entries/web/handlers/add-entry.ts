import type { Context } from 'koa';
import type { Fields } from '../../../forms/text-fields';
import { toProblem } from '../../../http/errors';
import { idempotencyKeyReused, readIdempotencyKey } from '../../../http/idempotency-key';
import { errorFormat, type Format, preferredFormat } from '../../../http/negotiation';
import { isRejected, throwRejection } from '../../../http/rejected-form';
import { StoreUnavailable } from '../../../stores/store-unavailable';
import type { Entry } from '../../entry';
import { type EntryRepository, IdempotencyKeyReused } from '../../entry-repository';
import { formatRetryToken, idempotencyKeyOfForm, parseRetryToken } from '../../retry-token';
import { parseEntry } from '../entry-form';
import { redisplayForm } from '../form-response';
import type { EntryHandlerProps } from '../handler-props';
import { setSavedCookie } from '../saved-cookie';

/** Creates the handler of `POST /`, which stores an entry. */
export function addEntry({ repository, latest, page, behindTls, onStored }: EntryHandlerProps) {
  return async (ctx: Context): Promise<void> => {
    const format = preferredFormat(ctx);
    const form = { ...(ctx.request.body as Fields) };
    try {
      throwRejection(ctx);
      const entry = await storeEntry(ctx, repository, form);
      latest.observe(entry);
      onStored?.(entry);
      if (format === 'json') {
        ctx.status = 201;
        ctx.body = entry;
        return;
      }
      setSavedCookie(ctx, entry, { now: repository.now(), secure: behindTls });
      ctx.status = 303;
      ctx.redirect('/');
    } catch (error) {
      if (errorFormat(ctx) === 'json') throw error;
      const problem = toProblem(error);
      if (problem.status === 503) redisplayForm(ctx, page, { problem, fields: form });
      else if (problem.errors.length > 0 || isRejected(ctx))
        redisplayForm(ctx, page, { problem, fields: form, latest: await latest.get().catch(() => null) });
      else throw error;
    }
  };
}

/**
 * Stores the entry of a form or a JSON object. A retry with the same key or retry token does not store the entry twice.
 * If a form has neither, a retry token is added to the fields, in case the form is redisplayed.
 */
async function storeEntry(ctx: Context, repository: EntryRepository, form: Record<string, unknown>): Promise<Entry> {
  const key = readIdempotencyKey(ctx);
  const entry = parseEntry(form);
  const anyKey = key ?? idempotencyKeyOfForm(form.attempt, entry);
  const retryToken = parseRetryToken(form.attempt, entry) ?? repository.createRetryToken();
  if (key !== null) form.attempt = '';
  else if (anyKey === null && errorFormat(ctx) === 'html') form.attempt = formatRetryToken(retryToken, entry);
  try {
    return await repository.add(entry, anyKey === null ? { retryToken } : { idempotencyKey: anyKey });
  } catch (error) {
    if (error instanceof IdempotencyKeyReused) throw idempotencyKeyReused();
    if (!(error instanceof StoreUnavailable)) throw error;
    throw new StoreUnavailable(error.cause, unknownOutcomeMessage(key !== null, errorFormat(ctx)));
  }
}

/** Returns the message of an error after which it is unknown whether the entry was stored. */
function unknownOutcomeMessage(hasKey: boolean, format: Format): string {
  const unknown = 'The entries table is not responding. It is unknown whether the entry was saved.';
  if (hasKey) return `${unknown} Send the same request again in a moment, with the same Idempotency-Key.`;
  if (format === 'json') return `${unknown} Requests with an Idempotency-Key are safe to retry.`;
  return `${unknown} Press Save again in a moment: the entry will not be saved twice.`;
}
