import { createHash } from 'node:crypto';
import { maxFileBytes } from '../../../contract';
import { ProfileError } from '../profile-error';
import { detectFileType, type FileType, isWideText, signatureBytes, TextCheck } from './file-type';

/** The properties of a file's content. */
export interface FileContent {
  /** The size in bytes, 1 to 10 MiB. */
  readonly size: number;
  readonly type: FileType;
  /** The SHA-256 of the content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Checks, measures and hashes a file while it is read. It holds only one chunk in memory. */
export class FileInspector {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #hash = createHash('sha256');
  readonly #text = new TextCheck();
  #beginning = Buffer.alloc(0);
  #size = 0;
  #type: FileType = 'text/plain';
  #failure: unknown = null;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#source = body[Symbol.asyncIterator]();
  }

  /**
   * Reads the first bytes, and detects the type. Call this method before the others.
   * @throws ProfileError for an empty file, or for a type that is not allowed
   * @throws errors of the body stream
   */
  async detectType(): Promise<FileType> {
    while (this.#beginning.length < signatureBytes) {
      const { value, done } = await this.#source.next();
      if (done) break;
      this.#beginning = Buffer.concat([this.#beginning, value]);
    }
    if (this.#beginning.length === 0) throw emptyFile();
    this.#type = detectFileType(this.#beginning);
    if (this.#type === 'text/plain' && !new TextCheck().accepts(this.#beginning)) {
      throw isWideText(this.#beginning) ? wideText() : typeNotAllowed();
    }
    return this.#type;
  }

  /**
   * Yields the bytes of the whole file.
   * @throws ProfileError as soon as the file is too large, or a text file contains bytes that are not text
   * @throws errors of the body stream
   */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield this.#inspect(this.#beginning);
      for (;;) {
        const { value, done } = await this.#source.next();
        if (done) break;
        yield this.#inspect(value);
      }
      if (this.#type === 'text/plain' && !this.#text.accepts(new Uint8Array(), true)) throw typeNotAllowed();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /**
   * The error that `bytes` has thrown, or null. The consumer of the bytes may catch this error and throw a different
   * one.
   */
  get failure(): unknown {
    return this.#failure;
  }

  /** Returns the properties of the file. Call this method when all bytes have been read. */
  finish(): FileContent {
    return { size: this.#size, type: this.#type, sha256: this.#hash.digest('hex') };
  }

  #inspect(chunk: Uint8Array): Uint8Array {
    this.#size += chunk.length;
    if (this.#size > maxFileBytes) throw fileTooLarge();
    if (this.#type === 'text/plain' && !this.#text.accepts(chunk)) throw typeNotAllowed();
    this.#hash.update(chunk);
    return chunk;
  }
}

/** Returns the error for an empty file. */
export function emptyFile(): ProfileError {
  return new ProfileError('emptyFile', 'The file is empty. Choose another file, or none.');
}

/** Returns the error for a file above the maximum size. */
export function fileTooLarge(): ProfileError {
  return new ProfileError(
    'fileTooLarge',
    `The file is larger than ${maxFileBytes / 1024 / 1024} MiB. Choose a smaller one.`,
  );
}

function typeNotAllowed(): ProfileError {
  return new ProfileError(
    'fileTypeNotAllowed',
    'The file has an unsupported type. Choose a PNG, JPEG, GIF or WebP image, a PDF, or a text file in UTF-8.',
  );
}

function wideText(): ProfileError {
  return new ProfileError(
    'fileTypeNotAllowed',
    'The text file is in UTF-16 or UTF-32. Save it in UTF-8, and choose it again.',
  );
}
