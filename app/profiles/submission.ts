import type { Context } from 'koa';
import { readBody } from '../http/body';
import { bodyType } from '../http/negotiation';
import { Problem } from '../http/problem';
import type { Fields } from '../text-fields';
import { fileField, MultipartForm } from './multipart';
import type { ProfileDetails } from './profile';
import { parseProfile } from './profile-form';
import type { PendingFile, ProfileService } from './profile-service';
import type { TransferSlots } from './transfer-slots';

const multipart = 'multipart/form-data';
const otherTypes = ['application/json', 'application/x-www-form-urlencoded'];

const emptyFile = { field: fileField, message: 'The file is empty. Choose another one, or none.' };

/**
 * What somebody submits to make or to change a profile: a form of parts, which may hold a file, or a form or a JSON object
 * without one. Whoever reads it drops it in the end.
 */
export class Submission {
  readonly #service: ProfileService;
  readonly #form: MultipartForm;
  #fields: Fields | null = null;
  #file: PendingFile | null = null;

  constructor(service: ProfileService, slots: TransferSlots) {
    this.#service = service;
    this.#form = new MultipartForm(service, slots);
  }

  /** The fields that have come so far. */
  get fields(): Fields {
    return this.#fields ?? this.#form.fields;
  }

  /** Whether a file was sent, whatever became of it. */
  get hasFile(): boolean {
    return this.#form.hasFile;
  }

  /**
   * Reads the body, and takes its file in.
   * @throws Problem 400, 413, 415, 503 or, with every wrong field, 422
   */
  async read(ctx: Context): Promise<ProfileDetails> {
    const type = bodyType(ctx) ?? '';
    if (type === multipart) this.#file = await this.#form.read(ctx);
    else if (otherTypes.includes(type)) {
      await readBody(ctx, async () => {});
      this.#fields = ctx.request.body as Fields;
    } else {
      throw new Problem(415, `Send a form as ${multipart}, or fields without a file as ${otherTypes.join(' or ')}.`, {
        headers: { 'Accept-Post': [multipart, ...otherTypes].join(', ') },
      });
    }
    const { details, errors } = parseProfile(this.fields);
    const isFileEmpty = this.hasFile && this.#file === null;
    if (details !== null && !isFileEmpty) return details;
    throw new Problem(422, 'Some fields are not as they should be.', {
      errors: isFileEmpty ? [...errors, emptyFile] : errors,
    });
  }

  /** Gives the file away, if there is one: the caller sees to what becomes of it. */
  takeFile(): PendingFile | null {
    const file = this.#file;
    this.#file = null;
    return file;
  }

  /** Lets go of a file that nobody took. */
  async drop(): Promise<void> {
    const file = this.takeFile();
    if (file !== null) await this.#service.discard(file);
  }
}
