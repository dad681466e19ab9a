import { createHash } from 'node:crypto';
import { maxFileBytes } from '../../../contract';
import { Problem } from '../../http/problem';
import { type FileType, fileTypeOf, isWideText, signatureBytes, TextCheck } from './file-type';

/** A file on its way in: measured, hashed and looked at as it passes. Not more than a chunk of it is held. */
export class FileIntake {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  readonly #text = new TextCheck();
  #beginning = Buffer.alloc(0);
  #size = 0;
  #type: FileType | null = null;
  #failure: unknown = null;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /**
   * Reads what tells the type.
   * @returns null where there is nothing to read
   * @throws Problem 415, or what the body throws
   */
  async begin(): Promise<FileType | null> {
    while (this.#beginning.length < signatureBytes) {
      const { value, done } = await this.#source.next();
      if (done) break;
      this.#beginning = Buffer.concat([this.#beginning, value]);
    }
    if (this.#beginning.length === 0) return null;
    this.#type = fileTypeOf(this.#beginning);
    if (this.#type === 'text/plain' && !new TextCheck().accepts(this.#beginning)) {
      throw isWideText(this.#beginning) ? wideText() : unsupported();
    }
    return this.#type;
  }

  /**
   * The whole file, from its beginning.
   * @throws Problem 413 or 415 as soon as the file turns out to be too large or no text, or what the body throws
   */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield this.#pass(this.#beginning);
      for (;;) {
        const { value, done } = await this.#source.next();
        if (done) break;
        yield this.#pass(value);
      }
      if (this.#type === 'text/plain' && !this.#text.accepts(new Uint8Array(), true)) throw unsupported();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** What is wrong with the file or with its way in, or null. Whoever stores it knows only that it did not come whole. */
  get failure(): unknown {
    return this.#failure;
  }

  /** What has been found, once all bytes have passed. */
  finish(): { readonly size: number; readonly sha256: string } {
    return { size: this.#size, sha256: this.#hash.digest('hex') };
  }

  #pass(chunk: Uint8Array): Uint8Array {
    this.#size += chunk.length;
    if (this.#size > maxFileBytes) throw new Problem(413, `A file holds at most ${maxFileBytes / 1024 / 1024} MiB.`);
    if (this.#type === 'text/plain' && !this.#text.accepts(chunk)) throw unsupported();
    this.#hash.update(chunk);
    return chunk;
  }
}

function unsupported(): Problem {
  return new Problem(
    415,
    'Send a PNG, JPEG, GIF or WebP image, a PDF, or a text in UTF-8: the content counts, not the name.',
  );
}

function wideText(): Problem {
  return new Problem(415, 'This text is in UTF-16 or UTF-32. Save it in UTF-8, and choose it again.');
}
