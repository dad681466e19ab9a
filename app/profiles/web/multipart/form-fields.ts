import { bodyLimitBytes } from '../../../http/body-limit';
import { isAscii, isUtf8 } from '../../../http/charset';
import { Problem } from '../../../http/problem';
import type { PartHeader } from './part-header';

/** The maximum number of fields. Our forms have at most seven. */
const maxFields = 20;

/**
 * The maximum number of bytes that are read. It exceeds the accepted size, so that a form with a text that is too long
 * can be redisplayed.
 */
const maxReadBytes = 4 * bodyLimitBytes;

/** The fields of a multipart form. */
export class FormFields {
  readonly values: Record<string, unknown> = Object.create(null);
  readonly #reject: (problem: Problem) => void;
  #count = 0;
  #bytes = 0;

  /** @param reject called for an error after which the rest of the form can still be read */
  constructor(reject: (problem: Problem) => void) {
    this.#reject = reject;
  }

  /**
   * Reads one field. As in urlencoded forms, a field becomes a list if it occurs twice or has a name like `name[x]`.
   * @returns the value of the field, or null if it is not valid text
   * @throws Problem 413 if the form is too large. The rest of the form is then not read
   */
  async read(header: PartHeader, body: AsyncIterable<Buffer>): Promise<string | null> {
    const { name } = header;
    this.#count += 1;
    if (this.#count > maxFields) this.#reject(tooManyFields());
    const value = this.#decode(header, await this.#readBytes(body));
    if (value === null) return null;
    // Browsers fill in this field with the encoding of the form: https://html.spec.whatwg.org/#attr-fe-name-charset
    if (name === '_charset_' && !isUtf8(value))
      this.#reject(new Problem(415, 'The form is not in UTF-8. Send all fields in UTF-8.'));
    const [field = ''] = name.split('[', 1);
    this.values[field] = field in this.values || field !== name ? [value] : value;
    return value;
  }

  async #readBytes(body: AsyncIterable<Buffer>): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of body) {
      this.#bytes += chunk.length;
      if (this.#bytes > bodyLimitBytes) this.#reject(fieldsTooLong());
      if (this.#bytes > maxReadBytes) throw fieldsTooLong();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  }

  #decode({ name, type, charset }: PartHeader, bytes: Buffer): string | null {
    const reject = (status: number, message: string) => {
      this.#reject(new Problem(status, `Field ${name}: ${message}`, { errors: [{ field: name, message }] }));
      return null;
    };
    if (type === '') return reject(415, 'The Content-Type is malformed. Send text/plain with at most one charset.');
    if (type !== null && type !== 'text/plain')
      return reject(415, 'The Content-Type is not supported. Send text/plain, or omit the Content-Type.');
    try {
      // ASCII is decoded as UTF-8, because TextDecoder would decode "ascii" as windows-1252.
      const encoding = charset === null || isAscii(charset) ? 'utf-8' : charset;
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch (error) {
      const isUnknown = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_NOT_SUPPORTED';
      return isUnknown
        ? reject(415, `The charset "${charset}" is unknown. Send UTF-8.`)
        : reject(400, `The value is not valid ${charset ?? 'UTF-8'} text. Send UTF-8.`);
    }
  }
}

export function tooManyFields(): Problem {
  return new Problem(400, `The form has too many fields. Send at most ${maxFields}.`);
}

function fieldsTooLong(): Problem {
  return new Problem(
    413,
    `The fields are too long. Without the file, the form may have at most ${bodyLimitBytes} bytes.`,
  );
}
