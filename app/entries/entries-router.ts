import Router from '@koa/router';
import type { Context } from 'koa';
import type { Fields } from '../forms/text-fields';
import { readBody } from '../http/body';
import { toProblem } from '../http/errors';
import { idempotencyKeyReused, readIdempotencyKey } from '../http/idempotency-key';
import { errorFormat, type Format, preferredFormat, requiredFormat } from '../http/negotiation';
import type { Problem } from '../http/problem';
import { isRejected, throwRejection } from '../http/rejected-form';
import { StoreUnavailable } from '../stores/store-unavailable';
import type { Views } from '../views';
import type { Entry } from './entry';
import { formatEntryCursor } from './entry-cursor';
import { parseEntry } from './entry-form';
import { listHref, parseListQuery } from './entry-list';
import { type EntryRepository, IdempotencyKeyReused } from './entry-repository';
import type { EventStreams } from './event-streams';
import { HomePage } from './home-page';
import type { LatestEntry } from './latest-entry';
import { formatRetryToken, idempotencyKeyOfForm, parseRetryToken } from './retry-token';
import { readSavedCookie, setSavedCookie } from './saved-cookie';

export interface EntriesRouterProps {
  readonly repository: EntryRepository;
  readonly latest: LatestEntry;
  readonly streams: EventStreams;
  readonly views: Views;
  readonly version: string;
  /** Whether cookies are Secure. */
  readonly behindTls: boolean;
}

/** The path of the form for a new entry. */
export const entryFormPath = /^\/$/;

/** The routes of the entries feature. */
export function createEntriesRouter(props: EntriesRouterProps): Router {
  const { repository, latest, streams, views } = props;
  const page = new HomePage(views, props.version);
  return new Router({ strict: true, sensitive: true })
    .get('/', showHome)
    .post('/', readBody, addEntry)
    .get('/entries', listEntries)
    .get('/events', (ctx) => streams.open(ctx));

  async function showHome(ctx: Context): Promise<void> {
    const format = requiredFormat(ctx);
    ctx.type = format;
    try {
      const savedKey = readSavedCookie(ctx, () => repository.now());
      if (savedKey === null) {
        sendSharedPage(ctx, format, await latest.get());
        return;
      }
      // In parallel, because one read can take most of the 2 s within which the app must respond.
      const [saved, newest] = await Promise.all([latest.find(savedKey).catch(ignoreUnavailable), latest.get()]);
      ctx.body = page.render({ saved, latest: newerOf(saved, newest) }, format);
    } catch (error) {
      const problem = toProblem(error);
      if (errorFormat(ctx) === 'json' || problem.status !== 503) throw error;
      redisplayForm(ctx, problem, {});
    }
  }

  /** Sends the page that is the same for everyone. If the browser has it already, returns 304 without rendering. */
  function sendSharedPage(ctx: Context, format: Format, newest: Entry | null): void {
    ctx.status = 200;
    ctx.set('ETag', page.etag(newest, format));
    ctx.set('Cache-Control', 'private, no-cache');
    if (ctx.req.headers['if-none-match'] !== undefined && ctx.fresh) ctx.status = 304;
    else ctx.body = page.shared(newest, format);
  }

  async function addEntry(ctx: Context): Promise<void> {
    const format = preferredFormat(ctx);
    const fields = ctx.request.body as Fields;
    const form = { ...fields };
    try {
      throwRejection(ctx);
      const entry = await storeEntry(ctx, form);
      latest.observe(entry);
      if (format === 'json') {
        ctx.status = 201;
        ctx.body = entry;
        return;
      }
      setSavedCookie(ctx, entry, repository.now(), props.behindTls);
      ctx.status = 303;
      ctx.redirect('/');
    } catch (error) {
      if (errorFormat(ctx) === 'json') throw error;
      const problem = toProblem(error);
      if (problem.status === 503) redisplayForm(ctx, problem, form);
      else if (problem.errors.length > 0 || isRejected(ctx))
        redisplayForm(ctx, problem, form, await latest.get().catch(() => null));
      else throw error;
    }
  }

  /**
   * Stores the entry of a form or a JSON object. A retry with the same key or retry token does not store it twice. A
   * form without one gets a retry token in its fields, for the case that it is redisplayed.
   */
  async function storeEntry(ctx: Context, form: Record<string, unknown>): Promise<Entry> {
    const key = readIdempotencyKey(ctx);
    const entry = parseEntry(form);
    const anyKey = key ?? idempotencyKeyOfForm(form.attempt, entry);
    const retryToken = parseRetryToken(form.attempt, entry) ?? repository.createRetryToken();
    if (key !== null) form.attempt = '';
    else if (anyKey === null) form.attempt = formatRetryToken(retryToken, entry);
    try {
      return await repository.add(entry, anyKey === null ? { retryToken } : { idempotencyKey: anyKey });
    } catch (error) {
      if (error instanceof IdempotencyKeyReused) throw idempotencyKeyReused();
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreUnavailable(error.cause, unknownOutcomeMessage(key !== null, errorFormat(ctx)));
    }
  }

  /** Redisplays the form with the typed text and the error. */
  function redisplayForm(ctx: Context, problem: Problem, fields: Fields, newest: Entry | null = null): void {
    const { status, detail, headers } = problem;
    const values = { username: textOf(fields.username), digits: textOf(fields.digits) };
    const errors = Object.fromEntries(problem.errors.map(({ field, message }) => [field, message]));
    const notice = problem.errors.length > 0 ? null : detail;
    if (status === 503) ctx.state.error = problem.cause ?? problem;
    ctx.status = status;
    ctx.type = 'html';
    ctx.set(headers);
    ctx.body = page.render({ values, retryToken: textOf(fields.attempt), errors, latest: newest, notice }, 'html');
  }

  async function listEntries(ctx: Context): Promise<void> {
    const format = requiredFormat(ctx);
    const { limit, before } = parseListQuery(ctx);
    const { entries, next } = await repository.list(limit, before);
    const nextHref = next && listHref(limit, next);
    if (nextHref) ctx.set('Link', `<${nextHref}>; rel="next"`);
    ctx.type = format;
    const newestHref = before ? listHref(limit) : null;
    ctx.body =
      format === 'html'
        ? views.entries({ entries, nextHref, newestHref, limit })
        : { entries, next: next && formatEntryCursor(next) };
  }
}

/** The error message if it is unknown whether the entry was stored. */
function unknownOutcomeMessage(hasKey: boolean, format: Format): string {
  const unknown = 'The entries table is not responding. It is unknown whether the entry was saved.';
  if (hasKey) return `${unknown} Send the same request again in a moment, with the same Idempotency-Key.`;
  if (format === 'json') return `${unknown} Requests with an Idempotency-Key are safe to retry.`;
  return `${unknown} Press Save again in a moment: the entry will not be saved twice.`;
}

/**
 * Without the entry of the cookie, the page is still useful. If the table is down, reading the latest entry fails too.
 */
function ignoreUnavailable(error: unknown): null {
  if (error instanceof StoreUnavailable) return null;
  throw error;
}

function newerOf(one: Entry | null, other: Entry | null): Entry | null {
  if (one === null || other === null) return one ?? other;
  return one.timestamp > other.timestamp ? one : other;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
