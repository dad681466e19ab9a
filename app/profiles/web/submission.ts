import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { readBody } from '../../http/body';
import { clientKey } from '../../http/client-address';
import type { ConcurrencyLimit } from '../../http/limits/concurrency-limit';
import { ResponseDeadline } from '../../http/limits/response-deadline';
import { bodyType } from '../../http/negotiation';
import { type FieldError, Problem } from '../../http/problem';
import { isRejected, throwRejection } from '../../http/rejected-form';
import { untilAborted } from '../../stores/deadline';
import type { PendingUpload } from '../files/pending-upload';
import type { ProfileDetails } from '../profile';
import type { ProfileService } from '../profile-service';
import { fileUnavailable } from '../unavailable';
import { MultipartForm } from './multipart/multipart-form';
import { parseProfile } from './profile-form';

const multipart = 'multipart/form-data';
const otherTypes = ['application/json', 'application/x-www-form-urlencoded'];

/**
 * The body of a request that creates or changes a profile: a multipart form, possibly with a file; an urlencoded form;
 * or JSON. At the end, the caller must call `close`, which discards the pending upload.
 */
export class Submission {
  readonly #ctx: Context;
  readonly #service: Pick<ProfileService, 'startUpload'>;
  readonly #uploads: ConcurrencyLimit;
  readonly #form = new MultipartForm((fileName, bytes) => this.#receiveFile(fileName, bytes));
  readonly #deadline = new ResponseDeadline();
  #fields: Fields | null = null;
  #upload: PendingUpload | null = null;

  /** @param uploads limits the concurrent uploads */
  constructor(ctx: Context, service: Pick<ProfileService, 'startUpload'>, uploads: ConcurrencyLimit) {
    this.#ctx = ctx;
    this.#service = service;
    this.#uploads = uploads;
  }

  /** The fields that have been received. */
  get fields(): Fields {
    return this.#fields ?? this.#form.fields;
  }

  /** The received file, or null if there is none. */
  get upload(): PendingUpload | null {
    return this.#upload;
  }

  /** Whether the form contained a file, even a rejected one. */
  get hasFile(): boolean {
    return this.#form.hasFile;
  }

  /** A signal that is aborted at the response deadline. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /**
   * Reads the body, and uploads the file that it contains.
   * @throws Problem with status 400, 413, 415 or 422, which contains all field errors; or Problem with status 503
   * @throws StoreUnavailable if the file cannot be stored
   */
  async read(): Promise<ProfileDetails> {
    const type = bodyType(this.#ctx) ?? '';
    if (type === multipart) await this.#form.read(this.#ctx, this.#deadline);
    else if (otherTypes.includes(type)) {
      await this.#deadline.restartedAfterBody(readBody(this.#ctx, async () => {}));
      this.#fields = this.#ctx.request.body as Fields;
    } else {
      throw new Problem(
        415,
        `The content type of the body is not supported. Send ${multipart} or, without a file, ${otherTypes.join(' or ')}.`,
        {
          headers: { 'Accept-Post': [multipart, ...otherTypes].join(', ') },
        },
      );
    }
    throwRejection(this.#ctx);
    const { details, errors } = parseProfile(this.fields);
    const { problem } = this.#form;
    if (problem !== null) throw this.#withFieldErrors(problem, errors);
    if (details === null) throw new Problem(422, 'Some fields are invalid.', { errors });
    return details;
  }

  /** Discards the upload. A profile that was stored with the uploaded file keeps its own copy. */
  close(): void {
    this.#deadline.end();
    this.#upload?.discard();
  }

  async #receiveFile(fileName: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    // The form of a rejected request is only redisplayed, so its file is not stored.
    if (isRejected(this.#ctx)) return;
    const upload = this.#service.startUpload(fileName);
    this.#upload = upload;
    // The upload counts toward the limit until the store has released it, possibly after the response.
    const receiving = this.#uploads.run(clientKey(this.#ctx), () => upload.receive(bytes, this.signal));
    await untilAborted(this.signal, receiving).catch((error: unknown) => {
      throw this.signal.aborted ? fileUnavailable(error) : error;
    });
  }

  /**
   * Returns the problem of the form, with the field errors added. If the form was not read to its end, missing fields
   * are not reported.
   */
  #withFieldErrors({ status, detail, headers, cause, errors: own }: Problem, errors: readonly FieldError[]): Problem {
    const known = errors.filter(
      ({ field }) => (this.#form.isComplete || field in this.fields) && !own.some((error) => error.field === field),
    );
    return new Problem(status, detail, { headers, cause, errors: [...known, ...own] });
  }
}
