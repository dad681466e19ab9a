import { Problem } from '../../../http/problem';
import { ChunkBuffer } from './chunk-buffer';

/** The maximum size of the header of one part, in bytes. */
const maxHeaderBytes = 8 * 1024;

/** One part of a body, while it is received. */
export interface RawPart {
  /** The header without the empty line after it. */
  readonly header: Buffer;
  /** The content. Unread bytes are skipped when the next part is requested. */
  readonly body: AsyncIterable<Buffer>;
}

/**
 * Splits a body of type multipart/form-data into its parts (RFC 2046, 5.1.1). The RFC allows text before the first
 * boundary and after the last one. This parser rejects such text, because it could be a part with a mistyped boundary.
 * @throws Problem 400 when it reaches a syntax error
 */
export function readParts(chunks: AsyncIterable<Buffer>, boundary: string): AsyncGenerator<RawPart> {
  return new PartReader(chunks, boundary).parts();
}

class PartReader {
  readonly #input: ChunkBuffer;
  readonly #delimiter: Buffer;
  #isPartRead = false;

  constructor(chunks: AsyncIterable<Buffer>, boundary: string) {
    this.#input = new ChunkBuffer(chunks);
    this.#delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  }

  async *parts(): AsyncGenerator<RawPart> {
    try {
      await this.#readOpening();
      while (!(await this.#isLast())) {
        const header = await this.#readHeader();
        this.#isPartRead = false;
        yield { header, body: this.#body() };
        for await (const _ of this.#body());
      }
      await this.#readEpilogue();
    } finally {
      this.#input.close();
    }
  }

  async #readEpilogue(): Promise<void> {
    do {
      if (/[^ \t\r\n]/.test(this.#input.bytes.toString('latin1')))
        throw malformed('there is text after the last boundary');
      this.#input.bytes = Buffer.alloc(0);
    } while (await this.#input.fill());
  }

  /** Reads the first boundary. Some clients start with an empty line, as if another part came before. */
  async #readOpening(): Promise<void> {
    this.#input.bytes = Buffer.from('\r\n');
    do {
      const [emptyLines = ''] = /^(?:\r\n)*(?=\r\n)/.exec(this.#input.bytes.toString('latin1')) ?? [];
      this.#input.use(emptyLines.length);
      const { length } = this.#input.bytes;
      if (length >= this.#delimiter.length) break;
    } while (await this.#input.fill());
    if (this.#input.bytes.indexOf(this.#delimiter) !== 0) {
      throw malformed('it does not start with the boundary of its Content-Type');
    }
    this.#input.use(this.#delimiter.length);
  }

  /** Whether the boundary that was just read ends the body. Two hyphens follow the last boundary. */
  async #isLast(): Promise<boolean> {
    while (this.#input.bytes.length < 2 && (await this.#input.fill()));
    if (this.#input.bytes.toString('latin1', 0, 2) !== '--') return false;
    this.#input.use(2);
    return true;
  }

  async #readHeader(): Promise<Buffer> {
    const padding = this.#input.use(await this.#find('\r\n', 'there is no line break (CRLF) after a boundary'));
    if (/[^ \t]/.test(padding.toString('latin1')))
      throw malformed('there is text between a boundary and its line break');
    const lines = this.#input.use(await this.#find('\r\n\r\n', `the headers of a part exceed ${maxHeaderBytes} bytes`));
    this.#input.use(4);
    if (lines.includes(this.#delimiter)) throw malformed('a boundary line is inside the header of a part');
    return lines.subarray(2);
  }

  /** Yields the rest of the content of the current part. */
  async *#body(): AsyncGenerator<Buffer> {
    while (!this.#isPartRead) {
      const at = this.#input.bytes.indexOf(this.#delimiter);
      const bytes = this.#input.use(at >= 0 ? at : this.#certainLength());
      if (at >= 0) this.#input.use(this.#delimiter.length);
      this.#isPartRead = at >= 0;
      if (bytes.length > 0) yield bytes;
      if (!this.#isPartRead && !(await this.#input.fill())) throw malformed('the last boundary is missing');
    }
  }

  /**
   * Returns the number of buffered bytes that certainly belong to the part: all bytes except a possible start of a
   * delimiter at the end.
   */
  #certainLength(): number {
    const at = this.#input.bytes.lastIndexOf('\r');
    const isStart = at >= 0 && this.#delimiter.indexOf(this.#input.bytes.subarray(at)) === 0;
    return isStart ? at : this.#input.bytes.length;
  }

  async #find(text: string, error: string): Promise<number> {
    for (;;) {
      const at = this.#input.bytes.indexOf(text);
      if (at > maxHeaderBytes || (at < 0 && this.#input.bytes.length > maxHeaderBytes)) throw malformed(error);
      if (at >= 0) return at;
      if (!(await this.#input.fill())) throw malformed('the last boundary is missing');
    }
  }
}

function malformed(reason: string): Problem {
  return new Problem(400, `The body is not valid multipart/form-data: ${reason}.`);
}
