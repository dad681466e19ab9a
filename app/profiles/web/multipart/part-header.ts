import { parse } from 'content-type';
import { parseParameters } from '../../../http/header-parameters';
import { Problem } from '../../../http/problem';

/** The header of one part of a form (RFC 7578). */
export interface PartHeader {
  /** The name of the form field, not empty. */
  readonly name: string;
  /** The file name, possibly empty, or null if the part has none. */
  readonly fileName: string | null;
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
  const { name, fileName } = parseDisposition(fields.get('content-disposition'));
  return { name, fileName, ...parseType(fields.get('content-type')) };
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

function parseDisposition(text: string | undefined): Pick<PartHeader, 'name' | 'fileName'> {
  if (text === undefined) throw new Problem(400, 'A part has no Content-Disposition. Send one in every part.');
  const parameters = formDataParameters(text);
  // Forms must not split a parameter into numbered pieces (RFC 2231). If the pieces were ignored, a file would become a
  // text field.
  const hasPieces = [...(parameters?.keys() ?? [])].some((key) => /^(file)?name\*./.test(key));
  if (parameters === null || hasPieces) {
    throw new Problem(
      400,
      `A part has a malformed Content-Disposition: ${quote(text)}. Send form-data with name="…" and, for a file, filename="…". Write a quotation mark in a name as %22.`,
    );
  }
  const name = parameterOf(parameters, 'name');
  if (!name) throw new Problem(400, `A part has no name in its Content-Disposition: ${quote(text)}. Add name="…".`);
  return { name, fileName: parameterOf(parameters, 'filename') };
}

/**
 * Returns the parameters of a Content-Disposition of type `form-data`, or null if the type differs or the value is
 * malformed.
 */
function formDataParameters(text: string): ReadonlyMap<string, string> | null {
  if (!/^form-data[ \t]*(;|$)/i.test(text)) return null;
  try {
    return parseParameters(text);
  } catch {
    return null;
  }
}

/**
 * Returns the value of a parameter, or null. An extended value takes precedence over the plain value, which some
 * clients add for old servers (RFC 6266, 4.3).
 */
function parameterOf(parameters: ReadonlyMap<string, string>, name: string): string | null {
  const extended = parameters.get(`${name}*`);
  if (extended !== undefined) return decodeExtended(extended);
  // Browsers escape only these three characters: https://html.spec.whatwg.org/#multipart-form-data
  return parameters.get(name)?.replace(/%(22|0D|0A)/gi, decodeURIComponent) ?? null;
}

/** Decodes an extended value, such as `UTF-8''caf%C3%A9.png` (RFC 8187). */
function decodeExtended(text: string): string {
  const [, charset = '', escaped = ''] = /^([^']*)'[^']*'((?:[\w!#$&'()*+.^`|~-]|%[0-9A-Fa-f]{2})*)$/.exec(text) ?? [];
  try {
    switch (charset.toLowerCase()) {
      case 'utf-8':
      case 'utf8':
        return decodeURIComponent(escaped);
      case 'iso-8859-1':
        return escaped.replace(/%(..)/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16)));
    }
  } catch (cause) {
    throw new Problem(400, `The percent escapes of ${quote(text)} are not valid UTF-8.`, { cause });
  }
  if (charset !== '') throw new Problem(415, `The charset ${quote(charset)} of a name is not supported. Send UTF-8.`);
  throw new Problem(400, `The extended value ${quote(text)} is malformed. Use the format UTF-8''caf%C3%A9.png.`);
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

/** Quotes text that the client sent, for a message. Long text is shortened. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
