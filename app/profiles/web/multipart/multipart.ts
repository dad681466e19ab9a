import type { Context } from 'koa';
import { bodyLimitBytes } from '../../../http/body';
import { isAscii, isUtf8 } from '../../../http/charset';
import { clientOf } from '../../../http/client-address';
import type { ConcurrencyLimit } from '../../../http/concurrency-limit';
import { errorFormat } from '../../../http/negotiation';
import { Problem } from '../../../http/problem';
import type { ResponseDeadline } from '../../../http/response-deadline';
import { untilAborted } from '../../../stores/deadline';
import type { PendingFile, ProfileService } from '../../profile-service';
import { fileUnavailable } from '../../unavailable';
import { aboutFile, boundaryOf, chunksOf, fileField, fileTooLarge, isTooLong } from './multipart-body';
import { readParts } from './multipart-reader';
import { type PartHeader, parsePartHeader } from './part-header';

/** The most fields, besides the file, that a form may have; ours have at most seven. Ten times as many end the reading. */
const maxFields = 20;

/** The most bytes of fields that are kept, more than are accepted: so a text that is too long comes back to its author. */
const maxKeptBytes = 4 * bodyLimitBytes;

/** A form on its way in. Whatever has been read of it is there, even if the form is refused. */
export class MultipartForm {
  readonly fields: Record<string, unknown> = Object.create(null);
  /** Whether a file was sent, with a name, as browsers do if one was chosen. They do not keep it when the form comes back. */
  hasFile = false;
  /** The file that has been received, or null. */
  file: PendingFile | null = null;
  /** The first thing that is wrong, apart from the values of fields. */
  problem: Problem | null = null;
  /** Whether the form has been read to its end. A wrong part does not prevent that, so that all errors are reported at once. */
  isWhole = false;
  #fieldCount = 0;
  #fieldBytes = 0;

  constructor(
    private readonly service: Pick<ProfileService, 'receive' | 'discard'>,
    private readonly uploads: ConcurrencyLimit,
  ) {}

  /**
   * Reads the form: its fields and its file, in any order. The file is passed to the service as it arrives.
   * @throws Problem 503 or StoreUnavailable; all other problems are in `problem`
   */
  async read(ctx: Context, deadline: ResponseDeadline): Promise<void> {
    try {
      await this.#read(ctx, deadline);
      this.isWhole = true;
    } catch (error) {
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      this.problem ??= error;
    }
  }

  async #read(ctx: Context, deadline: ResponseDeadline): Promise<void> {
    if (ctx.get('Content-Encoding') !== '') {
      throw new Problem(415, 'Send a form with a file uncompressed.', { headers: { 'Accept-Encoding': 'identity' } });
    }
    const boundary = boundaryOf(ctx);
    const { expect } = ctx.req.headers;
    // A browser gets its fields back with the error, and so is refused when they have arrived and the file begins.
    if (isTooLong(ctx) && (expect !== undefined || errorFormat(ctx) === 'json')) throw fileTooLarge();
    if (expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue();
    for await (const { header, body } of readParts(deadline.restartedBy(chunksOf(ctx)), boundary)) {
      const part = parsePartHeader(header);
      if (!isFile(part)) await this.#readField(part, body);
      else if (isTooLong(ctx)) throw fileTooLarge();
      else await this.#readFile(clientOf(ctx), part, body, deadline.signal);
    }
  }

  /** Browsers send a part without bytes if no file was chosen. It needs no slot, so a form without a file is never refused for one. */
  async #readFile(
    client: string,
    { name, fileName, type }: PartHeader,
    body: AsyncIterable<Buffer>,
    signal: AbortSignal,
  ) {
    const isNamed = fileName !== null && fileName !== '';
    const bytes = await whole(body);
    if (bytes === null && !isNamed) return;
    if (name !== fileField) return this.#refuse(new Problem(400, `Send the file in the part named ${fileField}.`));
    if (this.hasFile) return this.#refuse(aboutFile(new Problem(400, 'Send one file only.')));
    this.hasFile = true;
    if (type?.startsWith('multipart/')) {
      return this.#refuse(aboutFile(new Problem(415, 'Send the file itself, not a nested multipart body.')));
    }
    if (bytes !== null) await this.#receive(client, fileName ?? '', bytes, signal);
  }

  async #receive(client: string, fileName: string, bytes: AsyncIterable<Buffer>, signal: AbortSignal): Promise<void> {
    // It keeps its slot until the store has let go of it, which may be later than the response.
    const receiving = this.uploads.run(client, () => this.service.receive(fileName, bytes, signal));
    try {
      this.file = await untilAborted(signal, receiving);
    } catch (error) {
      if (signal.aborted) {
        receiving.then((file) => file && this.service.discard(file)).catch(() => undefined);
        throw fileUnavailable(error);
      }
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      this.#refuse(error.status === 413 || error.status === 415 ? aboutFile(error) : error);
    }
  }

  /** As in other forms, a field given twice, or with a name like `name[x]`, becomes a list, which is not a text. */
  async #readField(header: PartHeader, body: AsyncIterable<Buffer>): Promise<void> {
    const { name } = header;
    this.#fieldCount += 1;
    if (this.#fieldCount > maxFields * 10) throw tooManyFields();
    if (this.#fieldCount > maxFields) this.#refuse(tooManyFields());
    const value = this.#decode(header, await this.#bytesOf(body));
    if (value === null) return;
    const [field = ''] = name.split('[', 1);
    if (field === fileField && value !== '') {
      this.#refuse(aboutFile(new Problem(400, 'Send the file as a part with a file name.')));
    }
    // Browsers fill this field in with the encoding of the form: https://html.spec.whatwg.org/#attr-fe-name-charset
    if (name === '_charset_' && !isUtf8(value)) this.#refuse(new Problem(415, 'Send all fields in UTF-8.'));
    this.fields[field] = field in this.fields || field !== name ? [value] : value;
  }

  async #bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of body) {
      this.#fieldBytes += chunk.length;
      if (this.#fieldBytes > bodyLimitBytes) this.#refuse(fieldsTooLong());
      if (this.#fieldBytes > maxKeptBytes) throw fieldsTooLong();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #decode({ name, type, charset }: PartHeader, bytes: Buffer): string | null {
    const about = (status: number, message: string) =>
      this.#refuse(new Problem(status, `Field ${name}: ${message}`, { errors: [{ field: name, message }] }));
    if (type === '') about(415, 'Its Content-Type is malformed. Send text/plain with at most one charset.');
    else if (type !== null && type !== 'text/plain') about(415, 'Send it as text/plain, or without a Content-Type.');
    else {
      try {
        // The Encoding Standard's "ascii" would be windows-1252.
        const encoding = charset === null || isAscii(charset) ? 'utf-8' : charset;
        return new TextDecoder(encoding, { fatal: true }).decode(bytes);
      } catch (error) {
        const isUnknown = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_NOT_SUPPORTED';
        if (isUnknown) about(415, `The charset "${charset}" is not known; send UTF-8.`);
        else about(400, `It is not valid ${charset ?? 'UTF-8'} text.`);
      }
    }
    return null;
  }

  /** Records the first problem; the reading continues. */
  #refuse(problem: Problem): void {
    this.problem ??= problem;
  }
}

/** A part without a file name is a file if it has the file's name and some type other than text. */
function isFile({ name, fileName, type }: PartHeader): boolean {
  return fileName !== null || (name === fileField && type !== null && type !== 'text/plain');
}

/** A body with at least one byte, or null. */
async function whole(body: AsyncIterable<Buffer>): Promise<AsyncIterable<Buffer> | null> {
  const chunks = body[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return null;
  return (async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  })();
}

function tooManyFields(): Problem {
  return new Problem(400, `Send at most ${maxFields} fields.`);
}

function fieldsTooLong(): Problem {
  return new Problem(413, `All fields except the file may have at most ${bodyLimitBytes} bytes together.`);
}
