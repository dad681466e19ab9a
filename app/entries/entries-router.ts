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
import { formatAttempt, keyOfForm, readAttempt } from './attempt';
import type { Entry } from './entry';
import { formatEntryToken } from './entry-cursor';
import { parseEntry } from './entry-form';
import { listHref, parseListQuery } from './entry-list';
import { type EntryRepository, KeyReused } from './entry-repository';
import type { EventStreams } from './event-streams';
import { HomePage } from './home-page';
import type { LatestEntry } from './latest-entry';
import { readSavedCookie, setSavedCookie } from './saved-cookie';

export interface EntriesRouterProps {
  readonly repository: EntryRepository;
  readonly latest: LatestEntry;
  readonly streams: EventStreams;
  readonly views: Views;
  readonly version: string;
  /** Whether cookies are marked Secure. */
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
        sendShared(ctx, format, await latest.get());
        return;
      }
      // Side by side: a client is promised its answer within 2 s, and one read alone may take most of that.
      const [saved, newest] = await Promise.all([latest.find(savedKey).catch(ignoreUnavailable), latest.get()]);
      ctx.body = page.render({ saved, latest: newerOf(saved, newest) }, format);
    } catch (error) {
      const problem = toProblem(error);
      if (errorFormat(ctx) === 'json' || problem.status !== 503) throw error;
      sendForm(ctx, problem, {});
    }
  }

  /** What everybody sees: a browser that has it already is told so before anything is rendered. */
  function sendShared(ctx: Context, format: Format, newest: Entry | null): void {
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
      const entry = await store(ctx, form);
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
      if (problem.status === 503) sendForm(ctx, problem, form);
      else if (problem.errors.length > 0 || isRejected(ctx))
        sendForm(ctx, problem, form, await latest.get().catch(() => null));
      else throw error;
    }
  }

  /**
   * Stores the entry of a form or a JSON object: at most once, if the request is repeated with its key or its attempt. A form
   * without one gets an attempt, in the fields, and carries it when it comes back.
   */
  async function store(ctx: Context, form: Record<string, unknown>): Promise<Entry> {
    const key = readIdempotencyKey(ctx);
    const entry = parseEntry(form);
    const anyKey = key ?? keyOfForm(form.attempt, entry);
    const attempt = readAttempt(form.attempt, entry) ?? repository.begin();
    if (key !== null) form.attempt = '';
    else if (anyKey === null) form.attempt = formatAttempt(attempt, entry);
    try {
      return await repository.add(entry, anyKey === null ? { attempt } : { key: anyKey });
    } catch (error) {
      if (error instanceof KeyReused) throw idempotencyKeyReused();
      if (!(error instanceof StoreUnavailable)) throw error;
      throw new StoreUnavailable(error.cause, outcomeUnknown(key !== null, errorFormat(ctx)));
    }
  }

  /** The form comes back with what was typed and what is wrong with it, with the store, or with so many requests. */
  function sendForm(ctx: Context, problem: Problem, fields: Fields, newest: Entry | null = null): void {
    const { status, detail, headers } = problem;
    const values = { username: textOf(fields.username), digits: textOf(fields.digits) };
    const errors = Object.fromEntries(problem.errors.map(({ field, message }) => [field, message]));
    const notice = problem.errors.length > 0 ? null : detail;
    if (status === 503) ctx.state.error = problem.cause ?? problem;
    ctx.status = status;
    ctx.type = 'html';
    ctx.set(headers);
    ctx.body = page.render({ values, attempt: textOf(fields.attempt), errors, latest: newest, notice }, 'html');
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
        : { entries, next: next && formatEntryToken(next) };
  }
}

/** What a client is told that cannot know whether its entry was stored. */
function outcomeUnknown(hasKey: boolean, format: Format): string {
  const unknown = 'The entries table is not responding. It is not known yet whether the entry was saved.';
  if (hasKey) return `${unknown} Send the same request again in a moment, with the same Idempotency-Key.`;
  if (format === 'json') return `${unknown} A request with an Idempotency-Key is safe to repeat.`;
  return `${unknown} Press Save again in a moment: the entry will not be saved twice.`;
}

/** A cookie is only a hint: the page goes without what it names. Where the table is down, the latest entry tells. */
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
