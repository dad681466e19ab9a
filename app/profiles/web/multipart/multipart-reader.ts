import { Problem } from '../../../http/problem';

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
  readonly #source: AsyncIterator<Buffer>;
  readonly #delimiter: Buffer;
  /** The bytes that have been received but not yet processed. */
  #buffer: Buffer = Buffer.alloc(0);
  #isPartRead = false;

  constructor(chunks: AsyncIterable<Buffer>, boundary: string) {
    this.#source = chunks[Symbol.asyncIterator]();
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
      // This call is not awaited, because it may wait for a chunk that never arrives.
      void this.#source.return?.();
    }
  }

  async #readEpilogue(): Promise<void> {
    do {
      if (/[^ \t\r\n]/.test(this.#buffer.toString('latin1'))) throw malformed('there is text after the last boundary');
      this.#buffer = Buffer.alloc(0);
    } while (await this.#fill());
  }

  /** Reads the first boundary. Some clients start with an empty line, as if another part came before. */
  async #readOpening(): Promise<void> {
    this.#buffer = Buffer.from('\r\n');
    do {
      const [emptyLines = ''] = /^(?:\r\n)*(?=\r\n)/.exec(this.#buffer.toString('latin1')) ?? [];
      this.#use(emptyLines.length);
      const { length } = this.#buffer;
      if (length >= this.#delimiter.length) break;
    } while (await this.#fill());
    if (this.#buffer.indexOf(this.#delimiter) !== 0) {
      throw malformed('it does not start with the boundary of its Content-Type');
    }
    this.#use(this.#delimiter.length);
  }

  /** Whether the boundary that was just read ends the body. Two hyphens follow the last boundary. */
  async #isLast(): Promise<boolean> {
    while (this.#buffer.length < 2 && (await this.#fill()));
    if (this.#buffer.toString('latin1', 0, 2) !== '--') return false;
    this.#use(2);
    return true;
  }

  async #readHeader(): Promise<Buffer> {
    const padding = this.#use(await this.#find('\r\n', 'there is no line break (CRLF) after a boundary'));
    if (/[^ \t]/.test(padding.toString('latin1')))
      throw malformed('there is text between a boundary and its line break');
    const lines = this.#use(await this.#find('\r\n\r\n', `the headers of a part exceed ${maxHeaderBytes} bytes`));
    this.#use(4);
    if (lines.includes(this.#delimiter)) throw malformed('a part has a boundary in its header');
    return lines.subarray(2);
  }

  /** Yields the rest of the content of the current part. */
  async *#body(): AsyncGenerator<Buffer> {
    while (!this.#isPartRead) {
      const at = this.#buffer.indexOf(this.#delimiter);
      const bytes = this.#use(at >= 0 ? at : this.#certainLength());
      if (at >= 0) this.#use(this.#delimiter.length);
      this.#isPartRead = at >= 0;
      if (bytes.length > 0) yield bytes;
      if (!this.#isPartRead && !(await this.#fill())) throw malformed('the last boundary is missing');
    }
  }

  /**
   * Returns the number of buffered bytes that certainly belong to the part: all bytes except a possible start of a
   * delimiter at the end.
   */
  #certainLength(): number {
    const at = this.#buffer.lastIndexOf('\r');
    const isStart = at >= 0 && this.#delimiter.indexOf(this.#buffer.subarray(at)) === 0;
    return isStart ? at : this.#buffer.length;
  }

  async #find(text: string, error: string): Promise<number> {
    for (;;) {
      const at = this.#buffer.indexOf(text);
      if (at > maxHeaderBytes || (at < 0 && this.#buffer.length > maxHeaderBytes)) throw malformed(error);
      if (at >= 0) return at;
      if (!(await this.#fill())) throw malformed('the last boundary is missing');
    }
  }

  #use(length: number): Buffer {
    const bytes = this.#buffer.subarray(0, length);
    this.#buffer = this.#buffer.subarray(length);
    return bytes;
  }

  async #fill(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done) return false;
    this.#buffer = this.#buffer.length === 0 ? value : Buffer.concat([this.#buffer, value]);
    return true;
  }
}

function malformed(reason: string): Problem {
  return new Problem(400, `The body is not valid multipart/form-data: ${reason}.`);
}
