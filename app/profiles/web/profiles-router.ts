import Router from '@koa/router';
import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { readBody } from '../../http/body';
import { ConcurrencyLimit } from '../../http/concurrency-limit';
import { sendRefusal, toProblem } from '../../http/errors';
import { readIdempotencyKey } from '../../http/idempotency-key';
import { errorFormat, type Format, preferredFormat, requiredFormat } from '../../http/negotiation';
import { Problem } from '../../http/problem';
import { isRefused } from '../../http/refused-form';
import { responseSignal } from '../../http/response-deadline';
import { StoreUnavailable } from '../../stores/store-unavailable';
import type { Views } from '../../views';
import { type Claim, claimOf, createClaim, formatClaim, minKeyLength, readClaim } from '../claim';
import type { FileRecord } from '../files/file-metadata';
import type { Profile, PublicProfile } from '../profile';
import type { ProfileService } from '../profile-service';
import { CommitUncertain } from '../unavailable';
import { sendFile } from './file-response';
import {
  bearerOf,
  endHandOver,
  type HandedOver,
  handedOver,
  handOver,
  isManaging,
  isWithoutCookies,
  manageHref,
  setProbe,
  submittedToken,
  tokenOf,
} from './manage-token';
import { isFileToGo } from './profile-form';
import { formatCursor, parseProfileQuery, profilesHref } from './profile-list';
import { createProfileViews } from './profile-views';
import { noFiles, Submission } from './submission';
import { downloadLimits, uploadLimits } from './transfer-limits';

export interface ProfilesRouterProps {
  readonly service: ProfileService;
  readonly views: Views;
  /** Whether cookies are marked Secure, and links begin with https. */
  readonly behindTls: boolean;
}

const uuid = '([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})';

/** The paths of one profile. What is no id is no page, so that the list's own pages are none of these. */
const paths = {
  profile: new RegExp(`^/profiles/${uuid}$`),
  file: new RegExp(`^/profiles/${uuid}/file$`),
  deletion: new RegExp(`^/profiles/${uuid}/delete$`),
};

/** The routes of the profiles feature. */
export function createProfilesRouter({ service, views, behindTls }: ProfilesRouterProps): Router {
  const pages = createProfileViews(views);
  const uploads = new ConcurrencyLimit(uploadLimits);
  const downloads = new ConcurrencyLimit(downloadLimits);
  return new Router({ strict: true, sensitive: true })
    .get('/profiles', list)
    .post('/profiles', add)
    .get('/profiles/new', showForm)
    .get(paths.profile, show)
    .post(paths.profile, change)
    .delete(paths.profile, removeAsBearer)
    .get(paths.file, showFile)
    .post(paths.deletion, remove);

  async function list(ctx: Context): Promise<void> {
    const format = requiredFormat(ctx);
    const query = parseProfileQuery(ctx);
    const { profiles, next } = await service.list(query);
    const nextHref = next && profilesHref(query, next);
    const newestHref = query.before ? profilesHref(query) : null;
    if (nextHref) ctx.set('Link', `<${nextHref}>; rel="next"`);
    ctx.type = format;
    ctx.body =
      format === 'html'
        ? pages.list({ profiles, query, nextHref, newestHref })
        : { profiles: profiles.map((profile) => publicJson(profile)), next: next && formatCursor(next) };
  }

  function showForm(ctx: Context): void {
    setProbe(ctx, behindTls);
    // With no-store, browsers forget what was typed when the user comes back from an error.
    ctx.set('Cache-Control', 'private, no-cache');
    ctx.type = 'html';
    ctx.body = pages.form({ fields: {}, problem: null, hadFile: false, attempt: formatClaim(createClaim()) });
  }

  async function add(ctx: Context): Promise<void> {
    const format = preferredFormat(ctx);
    const key = readIdempotencyKey(ctx, minKeyLength);
    const submission = new Submission(isRefused(ctx) ? noFiles : service, uploads);
    let claim: Claim | null = null;
    try {
      const details = await submission.read(ctx);
      const file = submission.takeFile();
      claim = key === null ? (readClaim(submission.fields.attempt) ?? createClaim()) : claimOf(key, details, file);
      const { profile, token } = await service.create(details, file, claim, submission.signal);
      if (format === 'html' && !isWithoutCookies(ctx, submission.fields)) {
        redirectTo(ctx, profile.id, { token, occasion: 'created' });
        return;
      }
      ctx.status = 201;
      ctx.set('Location', profileHref(profile.id));
      if (format === 'html') {
        showCreated(ctx, profile, token);
        return;
      }
      ctx.body = { ...managedJson(profile), token, manage: manageHref(profile.id, token) };
    } catch (error) {
      const advised = error instanceof CommitUncertain ? outcomeUnknown(error, key, errorFormat(ctx)) : error;
      const problem = toProblem(advised);
      const { fields, hasFile: hadFile } = submission;
      if (errorFormat(ctx) === 'json' || !isAboutForm(problem, fields)) throw advised;
      const repeated = key === null ? (claim ?? readClaim(fields.attempt)) : null;
      sendBack(ctx, problem, pages.form({ fields, problem, hadFile, attempt: repeated ? formatClaim(repeated) : '' }));
    } finally {
      await submission.drop();
    }
  }

  /** Without cookies, no other page could show the link. The address of this one contains no token. */
  function showCreated(ctx: Context, profile: Profile, token: string): void {
    const saved = { link: linkOf(ctx, profile.id, token), isNew: true };
    ctx.type = 'html';
    ctx.body = pages.profile({ profile: publicOf(profile), file: null, saved });
  }

  async function show(ctx: Context): Promise<void> {
    const format = requiredFormat(ctx);
    const id = idOf(ctx);
    ctx.type = format;
    if (isManaging(ctx)) {
      await manage(ctx, id, format);
      return;
    }
    const handed = handedOver(ctx);
    const signal = responseSignal();
    const own = handed && (await service.findManaged(id, handed.token, signal));
    const shown = own ?? (await service.find(id, signal)) ?? missing();
    if (format === 'json') {
      ctx.body = publicJson(shown.profile, shown.file);
      return;
    }
    const saved = own && handed && { link: linkOf(ctx, id, handed.token), isNew: handed.occasion === 'created' };
    if (saved !== null) endHandOver(ctx, id, behindTls);
    ctx.body = pages.profile({ profile: publicOf(shown.profile), file: shown.file, saved });
  }

  async function manage(ctx: Context, id: string, format: Format): Promise<void> {
    keepTokenHere(ctx);
    const token = tokenOf(ctx) ?? missing();
    const shown = (await service.findManaged(id, token)) ?? missing();
    const { name, email, phone, about } = shown.profile;
    const view = { fields: { name, email, phone, about }, problem: null, hadFile: false };
    ctx.body =
      format === 'html' ? pages.managed({ ...view, id, token, shown }) : managedJson(shown.profile, shown.file);
  }

  async function change(ctx: Context): Promise<void> {
    const format = preferredFormat(ctx);
    const id = idOf(ctx);
    const submission = new Submission(isRefused(ctx) ? noFiles : service, uploads);
    keepTokenHere(ctx);
    try {
      const details = await submission.read(ctx);
      const token = submittedToken(ctx, submission.fields) ?? missing();
      const isToGo = isFileToGo(submission.fields);
      const file = submission.takeFile() ?? (isToGo ? 'remove' : 'keep');
      const profile = (await service.change(id, token, details, file, submission.signal)) ?? missing();
      if (format === 'html') redirectTo(ctx, id, { token, occasion: 'changed' });
      else ctx.body = managedJson(profile);
    } catch (error) {
      const problem = toProblem(error);
      const isJson = errorFormat(ctx) === 'json';
      const { fields, hasFile: hadFile } = submission;
      if (isJson ? problem.errors.length === 0 : !isAboutForm(problem, fields)) throw error;
      // Wrong fields are known before the token has been checked, and are reported to its owner only.
      const token = submittedToken(ctx, fields) ?? missing();
      const shown =
        problem.status === 503 || isRefused(ctx)
          ? null
          : ((await service.findManaged(id, token, submission.signal)) ?? missing());
      if (isJson) throw error;
      sendBack(ctx, problem, pages.managed({ id, token, shown, fields, problem, hadFile }));
    } finally {
      await submission.drop();
    }
  }

  async function remove(ctx: Context): Promise<void> {
    const format = preferredFormat(ctx);
    const id = idOf(ctx);
    keepTokenHere(ctx);
    await readBody(ctx, async () => {});
    const token = submittedToken(ctx, ctx.request.body as Record<string, unknown>) ?? missing();
    try {
      if (!(await service.remove(id, token))) missing();
      if (format === 'json') ctx.status = 204;
      else {
        ctx.type = 'html';
        ctx.body = pages.deletion({ id, token, notice: null });
      }
    } catch (error) {
      if (errorFormat(ctx) === 'json' || !(error instanceof StoreUnavailable)) throw error;
      sendBack(ctx, toProblem(error), pages.deletion({ id, token, notice: error.message }));
    }
  }

  async function removeAsBearer(ctx: Context): Promise<void> {
    const token = bearerOf(ctx) ?? missing();
    if (!(await service.remove(idOf(ctx), token))) missing();
    ctx.status = 204;
  }

  async function showFile(ctx: Context): Promise<void> {
    const id = idOf(ctx);
    const file = await service.openFile(id);
    if (file !== null) return sendFile(ctx, file, downloads);
    if ((await service.find(id)) === null) missing();
    throw new Problem(404, 'This profile has no file.');
  }

  function linkOf(ctx: Context, id: string, token: string): string {
    return `${behindTls ? 'https' : 'http'}://${ctx.host}${manageHref(id, token)}`;
  }

  /** To the page that everybody sees, where the token is shown to this browser alone. */
  function redirectTo(ctx: Context, id: string, handed: HandedOver): void {
    handOver(ctx, id, handed, behindTls);
    ctx.status = 303;
    ctx.redirect(profileHref(id));
  }
}

function idOf(ctx: Context): string {
  const [id = ''] = ctx.captures as readonly string[];
  return id;
}

/** The same words for every id and every token, so that none can be told from another. */
function missing(): never {
  throw new Problem(404, 'There is no such profile, or the link to it is not whole. Perhaps it was deleted already.');
}

/** The error of a request whose client cannot know whether its profile was stored, with the way to find out. */
function outcomeUnknown({ message, cause }: CommitUncertain, key: string | null, format: Format): CommitUncertain {
  const ofForm = 'Press Save again in a moment: the profile will not be stored twice.';
  const ofProgram = 'A request with an Idempotency-Key can be repeated without storing it twice.';
  const ofKey = 'Send the same request again in a moment, with the same Idempotency-Key.';
  const advice = key !== null ? ofKey : format === 'json' ? ofProgram : ofForm;
  return new CommitUncertain(cause, `${message} ${advice}`);
}

/** Whether the form comes back: with its errors, with those of the stores, after too many posts, or after a concurrent change. */
function isAboutForm({ status, errors }: Problem, fields: Fields): boolean {
  const isUnreadable = [400, 413, 415].includes(status) && Object.keys(fields).length > 0;
  return errors.length > 0 || isUnreadable || [409, 429, 503].includes(status);
}

/** The form comes back, and what went wrong is told in it. */
function sendBack(ctx: Context, problem: Problem, page: string): void {
  const { status, headers } = problem;
  if (status === 503) ctx.state.error = problem.cause ?? problem;
  ctx.type = 'html';
  ctx.set(headers);
  sendRefusal(ctx, status, Buffer.from(page));
}

/**
 * No other page learns where a reader came from, not even one of ours. With no-referrer a browser would send
 * `Origin: null` with the page's own forms, and they would be refused.
 */
function keepTokenHere(ctx: Context): void {
  ctx.set('Referrer-Policy', 'strict-origin');
}

function profileHref(id: string): string {
  return `/profiles/${id}`;
}

/** What everybody may see, whatever else is known. */
function publicOf({ id, createdAt, name, about, file }: PublicProfile): PublicProfile {
  return { id, createdAt, name, about, file };
}

function publicJson(profile: PublicProfile, record: FileRecord | null = null): object {
  return { ...publicOf(profile), file: fileJson(profile, record) };
}

function managedJson(profile: Profile, record: FileRecord | null = null): object {
  return { ...profile, file: fileJson(profile, record) };
}

/** The file's own id is nobody's business: it is found by its profile. */
function fileJson({ id, file }: PublicProfile, record: FileRecord | null): object | null {
  if (file === null) return null;
  const known = record && { size: record.size, type: record.type, sha256: record.sha256 };
  return { name: file.name, href: `${profileHref(id)}/file`, ...known };
}
