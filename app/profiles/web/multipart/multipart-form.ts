import type { Context } from 'koa';
import type { ResponseDeadline } from '../../../http/limits/response-deadline';
import { errorFormat } from '../../../http/negotiation';
import { Problem } from '../../../http/problem';
import { emptyFile, fileTooLarge } from '../../files/file-inspector';
import { fileField, fileProblem, toHttpError } from '../profile-problem';
import { FormFields, tooManyFields } from './form-fields';
import { boundaryOf, chunksOf, isTooLong } from './multipart-body';
import { readParts } from './multipart-reader';
import { type PartHeader, parsePartHeader } from './part-header';

/** The maximum number of parts that are read. The rest of the form is skipped. */
const maxParts = 200;

/** Receives the file. Bytes that the function does not read are skipped. */
export type ReceiveFile = (fileName: string, bytes: AsyncIterable<Buffer>) => Promise<void>;

/** A multipart form. The fields that have been read are available even if the form is rejected. */
export class MultipartForm {
  /** The first error of the form. Errors in the values of fields do not count. */
  problem: Problem | null = null;
  /**
   * Whether the form contained a file. If so, the user must choose it again in the redisplayed form. If no file was
   * chosen, browsers send an empty part without a file name, which does not count.
   */
  hasFile = false;
  /**
   * Whether the form has been read to its end. Reading continues after an invalid part, so that all errors are reported
   * at once.
   */
  isComplete = false;
  readonly #fields = new FormFields((problem) => this.#reject(problem));
  readonly #receiveFile: ReceiveFile;

  constructor(receiveFile: ReceiveFile) {
    this.#receiveFile = receiveFile;
  }

  get fields(): Readonly<Record<string, unknown>> {
    return this.#fields.values;
  }

  /**
   * Reads the fields and the file, in any order.
   * @throws Problem 503 or StoreUnavailable; other errors are in `problem`
   */
  async read(ctx: Context, deadline: ResponseDeadline): Promise<void> {
    await this.#collectProblem(async () => {
      await this.#read(ctx, deadline);
      this.isComplete = true;
    });
  }

  async #read(ctx: Context, deadline: ResponseDeadline): Promise<void> {
    if (ctx.get('Content-Encoding') !== '') {
      throw new Problem(415, 'A form with a file must not be compressed. Send it without Content-Encoding.', {
        headers: { 'Accept-Encoding': 'identity' },
      });
    }
    const boundary = boundaryOf(ctx);
    const { expect } = ctx.req.headers;
    // A form that is too large is rejected when its file starts. The form can then be redisplayed with the fields
    // before the file.
    if (isTooLong(ctx) && (expect !== undefined || errorFormat(ctx) === 'json')) throw fileTooLarge();
    if (expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue();
    let parts = 0;
    for await (const { header, body } of readParts(deadline.restartedByChunks(chunksOf(ctx)), boundary)) {
      parts += 1;
      if (parts > maxParts) throw tooManyFields();
      const part = parsePartHeader(header);
      if (!isFile(part)) await this.#readField(part, body);
      else if (isTooLong(ctx)) throw fileTooLarge();
      else await this.#readFile(part, body);
    }
  }

  async #readField(part: PartHeader, body: AsyncIterable<Buffer>): Promise<void> {
    const value = await this.#fields.read(part, body);
    if (part.name.split('[', 1)[0] === fileField && value) {
      this.#reject(fileProblem(400, 'The file has no file name. Add filename="…" to its part.'));
    }
  }

  async #readFile({ name, fileName, type }: PartHeader, body: AsyncIterable<Buffer>): Promise<void> {
    const isNamed = fileName !== null && fileName !== '';
    const bytes = await nonEmpty(body);
    // Browsers send an empty part without a file name if the user has not chosen a file.
    if (bytes === null && !isNamed) return;
    if (name !== fileField)
      return this.#reject(
        new Problem(400, `The part that contains the file has the wrong name. Use the name "${fileField}".`),
      );
    if (this.hasFile) return this.#reject(fileProblem(400, 'The form has several files. Send only one.'));
    this.hasFile = true;
    if (type?.startsWith('multipart/')) {
      return this.#reject(fileProblem(415, 'The file is a nested multipart body. Send the file itself.'));
    }
    await this.#collectProblem(() => {
      if (bytes === null) throw emptyFile();
      return this.#receiveFile(fileName ?? '', bytes);
    });
  }

  /**
   * Runs work, and records an error that the client has caused. Other errors are thrown, because after them there is no
   * reason to read the rest of the form.
   */
  async #collectProblem(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const error = toHttpError(cause);
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      this.#reject(error);
    }
  }

  #reject(problem: Problem): void {
    this.problem ??= problem;
  }
}

/**
 * Whether a part is a file. A part without a file name is a file if it has the name of the file field, and a type other
 * than text.
 */
function isFile({ name, fileName, type }: PartHeader): boolean {
  return fileName !== null || (name === fileField && type !== null && type !== 'text/plain');
}

/** Returns the body of a part if it has at least one byte, otherwise null. */
async function nonEmpty(body: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer> | null> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return null;
  return (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
}
