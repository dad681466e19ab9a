import { parse } from 'content-type';
import { parseParameters } from '../../../http/header-parameters';
import { Problem } from '../../../http/problem';
import { type Disposition, parseDisposition } from './content-disposition';
import { quote } from './quoted-text';

/** The header of one part of a form (RFC 7578). */
export interface PartHeader extends Disposition {
  /**
   * The media type in lower case, without parameters. It is null if there is no Content-Type, and '' if the
   * Content-Type is malformed.
   */
  readonly type: string | null;
  /** The charset of the media type, or null. */
  readonly charset: string | null;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses the header of a part. It accepts all variants that clients send in practice, but rejects ambiguous headers. If
 * a header were misread, the part would be lost without an error.
 * @throws Problem 400 for a malformed header, 415 for an unsupported encoding
 */
export function parsePartHeader(bytes: Uint8Array): PartHeader {
  const fields = parseFields(bytes);
  rejectEncodings(fields);
  return { ...parseDisposition(fields.get('content-disposition')), ...parseType(fields.get('content-type')) };
}

/** Returns the values of the header fields by lower-case name. */
function parseFields(bytes: Uint8Array): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of unfoldedLines(bytes)) {
    const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):(.*)$/.exec(line) ?? [];
    const key = name.toLowerCase();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it finds control characters
    if (key === '' || /[\0-\x08\n-\x1f\x7f]/.test(line)) {
      throw new Problem(400, `A part has a malformed header line: ${quote(line)}.`);
    }
    if (fields.has(key) && key.startsWith('content-')) {
      throw new Problem(400, `A part has two ${name} header fields. Send one.`);
    }
    fields.set(key, value.trim());
  }
  return fields;
}

function unfoldedLines(bytes: Uint8Array): readonly string[] {
  if (bytes.length === 0) return [];
  try {
    return strictUtf8
      .decode(bytes)
      .replace(/\r\n(?=[ \t])/g, '')
      .split('\r\n');
  } catch (cause) {
    throw new Problem(400, 'The header of a part is not UTF-8. Send names in UTF-8.', { cause });
  }
}

function rejectEncodings(fields: ReadonlyMap<string, string>): void {
  const transfer = fields.get('content-transfer-encoding') ?? 'binary';
  if (!['7bit', '8bit', 'binary'].includes(transfer.toLowerCase())) {
    throw new Problem(
      415,
      `The Content-Transfer-Encoding ${quote(transfer)} is not supported. Send each part unencoded.`,
    );
  }
  const coding = fields.get('content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    throw new Problem(415, `The Content-Encoding ${quote(coding)} is not supported. Send each part uncompressed.`);
  }
}

function parseType(text: string | undefined): Pick<PartHeader, 'type' | 'charset'> {
  if (text === undefined) return { type: null, charset: null };
  try {
    const { type } = parse(text.replace(/;\s*$/, ''));
    return { type, charset: parseParameters(text).get('charset') ?? null };
  } catch {
    return { type: '', charset: null };
  }
}
