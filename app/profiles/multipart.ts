import { once } from 'node:events';
import { finished, type Readable } from 'node:stream';
import busboy from 'busboy';
import type { Context } from 'koa';
import { maxFileBytes } from '../../contract';
import { bodyLimitBytes } from '../http/body';
import { clientOf } from '../http/client-address';
import { contentType, errorFormat } from '../http/negotiation';
import { Problem } from '../http/problem';
import type { PendingFile, ProfileService } from './profile-service';
import type { TransferSlots } from './transfer-slots';

/** The most fields, besides the file, that a form may have. Ours has six. */
const maxFields = 20;

/** The file, and what may stand around it: the fields, and the header and the boundary of every part. */
const maxBodyBytes = maxFileBytes + 64 * 1024;

/** The name of the part that holds the file. */
export const fileField = 'file';

/** A form on its way in. What has come of it so far is there even where the rest is refused. */
export class MultipartForm {
  readonly fields: Record<string, unknown> = Object.create(null);
  /** Whether a file was sent, with a name, as browsers do where one was chosen. They do not keep it when the form comes back. */
  hasFile = false;
  #fieldBytes = 0;

  constructor(
    private readonly service: Pick<ProfileService, 'receive' | 'discard'>,
    private readonly slots: TransferSlots,
  ) {}

  /**
   * Reads the form: its fields, and its file, in any order. The file goes to the service as it comes.
   * @returns the file, or null where none was chosen
   * @throws Problem 400, 413, 415 or 503, at once: what else comes of the body is not read, and the file is not kept
   */
  async read(ctx: Context): Promise<PendingFile | null> {
    if (ctx.get('Content-Encoding') !== '') {
      throw new Problem(415, 'Send a form with a file uncompressed.', { headers: { 'Accept-Encoding': 'identity' } });
    }
    const parser = createParser(ctx);
    const { expect } = ctx.req.headers;
    // A browser gets its fields back with the refusal, and so is refused when they have come and the file begins.
    if (isTooLong(ctx) && (expect !== undefined || errorFormat(ctx) === 'json')) throw fileTooLarge();
    if (expect !== undefined && ctx.req.httpVersion === '1.1') ctx.res.writeContinue();
    const cut = new AbortController();
    let receiving: Promise<PendingFile | null> = Promise.resolve(null);
    try {
      await this.#parse(ctx, parser, (fileName, body) => {
        this.hasFile ||= fileName !== '';
        receiving = this.#receive(clientOf(ctx), fileName, body, cut.signal);
        return receiving;
      });
      // What is wrong may be seen only in the last byte, when the form has been read to its end.
      return await receiving;
    } catch (error) {
      ctx.req.unpipe(parser);
      ctx.req.removeAllListeners('data');
      parser.destroy();
      cut.abort();
      const file = await receiving.catch(() => null);
      if (file !== null) await this.service.discard(file);
      throw error;
    }
  }

  /**
   * Reads the body to its end.
   * @param takeFile gets the file when it begins
   * @throws Problem as soon as anything is wrong, with the file too
   */
  #parse(
    ctx: Context,
    parser: busboy.Busboy,
    takeFile: (fileName: string, body: Readable) => Promise<unknown>,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      parser.on('close', resolve);
      parser.on('error', (cause) => reject(malformed(cause)));
      parser.on('field', (name, value, { valueTruncated }) => {
        try {
          this.#take(name, value, valueTruncated);
        } catch (error) {
          reject(error);
        }
      });
      parser.on('file', (name, body, { filename: fileName = '' }) => {
        // The parser's own failure says the same.
        body.on('error', () => undefined);
        if (name !== fileField) reject(new Problem(400, `The file belongs in the part named ${fileField}.`));
        else if (isTooLong(ctx)) reject(fileTooLarge());
        else takeFile(fileName, body).catch(reject);
      });
      parser.on('filesLimit', () => reject(new Problem(400, 'Send one file only.')));
      parser.on('fieldsLimit', () => reject(new Problem(400, `Send at most ${maxFields} fields.`)));
      finished(ctx.req, { writable: false }, (cause) => {
        if (cause) reject(new Problem(400, 'The body did not arrive whole.', { cause }));
      });
      let bytes = 0;
      ctx.req.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxBodyBytes) reject(fileTooLarge());
      });
      ctx.req.pipe(parser);
    });
  }

  /** Browsers send a part without bytes where no file was chosen: it needs no slot, so that a form without a file is never refused for one. */
  async #receive(client: string, fileName: string, body: Readable, signal: AbortSignal): Promise<PendingFile | null> {
    try {
      if (await hasBytes(body)) return await this.slots.run(client, () => this.service.receive(fileName, body, signal));
    } catch (error) {
      throw aboutFile(error);
    }
    body.resume();
    return null;
  }

  /** As in other forms, a field given twice, or with a name like `name[x]`, becomes a list: no text for whoever wants one. */
  #take(name: string | undefined, value: string | undefined, isTruncated: boolean): void {
    if (value === undefined) throw new Problem(415, 'A field is in an encoding that is not known here: send UTF-8.');
    this.#fieldBytes += Buffer.byteLength(value);
    if (isTruncated || this.#fieldBytes > bodyLimitBytes) {
      throw new Problem(413, `All fields together hold at most ${bodyLimitBytes} bytes, besides the file.`);
    }
    if (name === undefined) throw new Problem(400, 'Every part of a form has a name.');
    const [field = ''] = name.split('[', 1);
    if (field === fileField && value !== '') throw new Problem(400, 'Send the file as a part with a file name.');
    this.fields[field] = field in this.fields || field !== name ? [value] : value;
  }
}

/** Whether the body is announced to be longer than any that is taken. */
function isTooLong(ctx: Context): boolean {
  return Number(ctx.req.headers['content-length'] ?? 0) > maxBodyBytes;
}

/** Waits for the first byte of a file, or for its end. */
async function hasBytes(body: Readable): Promise<boolean> {
  if (body.readableLength === 0) await Promise.race([once(body, 'readable'), once(body, 'close')]);
  return body.readableLength > 0;
}

function createParser(ctx: Context): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': contentType(ctx) },
      defParamCharset: 'utf8',
      limits: { fieldSize: bodyLimitBytes + 1, fields: maxFields, files: 1, headerPairs: 20 },
    });
  } catch (cause) {
    throw malformed(cause);
  }
}

function malformed(cause: unknown): Problem {
  return new Problem(400, 'The body is not a whole form of the type multipart/form-data.', { cause });
}

function fileTooLarge(): Problem {
  return aboutFile(new Problem(413, `A file holds at most ${maxFileBytes / 1024 / 1024} MiB.`)) as Problem;
}

/** Names the field of a refused file, so that a form can show the message beside it. */
function aboutFile(error: unknown): unknown {
  if (!(error instanceof Problem) || error.status >= 500) return error;
  const { status, detail, headers, cause } = error;
  return new Problem(status, detail, { headers, cause, errors: [{ field: fileField, message: detail }] });
}
