import type { Context } from 'koa';
import type { Fields } from '../../forms/text-fields';
import { readBody } from '../../http/body';
import type { ConcurrencyLimit } from '../../http/concurrency-limit';
import { bodyType } from '../../http/negotiation';
import { type FieldError, Problem } from '../../http/problem';
import { throwRefusal } from '../../http/refused-form';
import { ResponseDeadline } from '../../http/response-deadline';
import type { ProfileDetails } from '../profile';
import type { PendingFile, ProfileService } from '../profile-service';
import { MultipartForm } from './multipart/multipart';
import { fileField } from './multipart/multipart-body';
import { parseProfile } from './profile-form';

const multipart = 'multipart/form-data';
const otherTypes = ['application/json', 'application/x-www-form-urlencoded'];

const emptyFile = { field: fileField, message: 'The file is empty. Choose another one, or none.' };

type FileIntake = Pick<ProfileService, 'receive' | 'discard'>;

/** Reads the file of a refused form to its end, and keeps nothing. */
export const noFiles: FileIntake = {
  async receive(_name, body) {
    for await (const _ of body);
    return null;
  },
  async discard() {},
};

/**
 * What somebody submits to make or to change a profile: a form of parts, which may hold a file, or a form or a JSON object
 * without one. Whoever reads it drops it in the end.
 */
export class Submission {
  readonly #service: FileIntake;
  readonly #form: MultipartForm;
  readonly #deadline = new ResponseDeadline();
  #fields: Fields | null = null;

  constructor(service: FileIntake, uploads: ConcurrencyLimit) {
    this.#service = service;
    this.#form = new MultipartForm(service, uploads);
  }

  /** The fields that have come so far. */
  get fields(): Fields {
    return this.#fields ?? this.#form.fields;
  }

  /** Aborted when the response is due. */
  get signal(): AbortSignal {
    return this.#deadline.signal;
  }

  /** Whether a file was sent, whatever became of it. */
  get hasFile(): boolean {
    return this.#form.hasFile;
  }

  /**
   * Reads the body, and takes its file in.
   * @throws Problem 400, 413, 415 or 422 with everything that is wrong, or 503
   */
  async read(ctx: Context): Promise<ProfileDetails> {
    const type = bodyType(ctx) ?? '';
    if (type === multipart) await this.#form.read(ctx, this.#deadline);
    else if (otherTypes.includes(type)) {
      await this.#deadline.restartedAfter(readBody(ctx, async () => {}));
      this.#fields = ctx.request.body as Fields;
    } else {
      throw new Problem(415, `Send a form as ${multipart}, or fields without a file as ${otherTypes.join(' or ')}.`, {
        headers: { 'Accept-Post': [multipart, ...otherTypes].join(', ') },
      });
    }
    throwRefusal(ctx);
    const { details, errors } = parseProfile(this.fields);
    const { problem } = this.#form;
    if (problem !== null) throw this.#withFieldErrors(problem, errors);
    const isFileEmpty = this.hasFile && this.#form.file === null;
    if (details !== null && !isFileEmpty) return details;
    throw new Problem(422, 'Some fields are invalid.', { errors: isFileEmpty ? [...errors, emptyFile] : errors });
  }

  /** Fields that have not been read may still have been sent: of these nothing is said. */
  #withFieldErrors({ status, detail, headers, cause, errors: own }: Problem, errors: readonly FieldError[]): Problem {
    const known = errors.filter(
      ({ field }) => (this.#form.isWhole || field in this.fields) && !own.some((error) => error.field === field),
    );
    return new Problem(status, detail, { headers, cause, errors: [...known, ...own] });
  }

  /** Gives the file away, if there is one: the caller sees to what becomes of it. */
  takeFile(): PendingFile | null {
    const { file } = this.#form;
    this.#form.file = null;
    return file;
  }

  /** Discards a file that was not taken. */
  async drop(): Promise<void> {
    this.#deadline.end();
    const file = this.takeFile();
    if (file !== null) await this.#service.discard(file);
  }
}
