import { parse } from 'content-type';
import { parseParameters } from '../../../http/header-parameters';
import { Problem } from '../../../http/problem';

/** The header of one part of a form (RFC 7578). */
export interface PartHeader {
  /** The name of the form field, at least one character. */
  readonly name: string;
  /** The file name, possibly empty, or null for a part without one. */
  readonly fileName: string | null;
  /** The media type in lower case, without parameters; null without a Content-Type, '' for a malformed one. */
  readonly type: string | null;
  /** The charset that the media type names. */
  readonly charset: string | null;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses the header of a part. Every spelling that clients send in practice is read; a header with two possible readings is
 * refused, because a part that is skipped or misread would be data lost without a word.
 * @throws Problem 400 for a malformed header, 415 for an encoding that is not read
 */
export function parsePartHeader(bytes: Uint8Array): PartHeader {
  const fields = parseFields(bytes);
  refuseEncodings(fields);
  const { name, fileName } = parseDisposition(fields.get('content-disposition'));
  return { name, fileName, ...parseType(fields.get('content-type')) };
}

/** The fields that matter here, by lower-case name. */
function parseFields(bytes: Uint8Array): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of unfoldedLines(bytes)) {
    const [, name = '', value = ''] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    const key = name.toLowerCase();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is its purpose
    if (key === '' || /[\0-\x08\n-\x1f\x7f]/.test(line)) {
      throw new Problem(400, `A part of the form has a malformed header line: ${quote(line)}.`);
    }
    if (fields.has(key) && key.startsWith('content-')) {
      throw new Problem(400, `A part of the form has two ${name} fields; send one.`);
    }
    fields.set(key, value);
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

function refuseEncodings(fields: ReadonlyMap<string, string>): void {
  const transfer = fields.get('content-transfer-encoding') ?? 'binary';
  if (!['7bit', '8bit', 'binary'].includes(transfer.toLowerCase())) {
    throw new Problem(415, `Send each part unencoded: Content-Transfer-Encoding ${quote(transfer)} is not supported.`);
  }
  const coding = fields.get('content-encoding') ?? 'identity';
  if (coding.toLowerCase() !== 'identity') {
    throw new Problem(415, `Send each part uncompressed: Content-Encoding ${quote(coding)} is not supported.`);
  }
}

function parseDisposition(text: string | undefined): Pick<PartHeader, 'name' | 'fileName'> {
  if (text === undefined) throw new Problem(400, 'Every part of a form needs a Content-Disposition.');
  const parameters = parametersOfForm(text);
  // A value in numbered pieces (RFC 2231) is not allowed in forms, and ignoring it would turn a file into a field.
  const isInPieces = [...(parameters?.keys() ?? [])].some((key) => /^(file)?name\*./.test(key));
  if (parameters === null || isInPieces) {
    throw new Problem(
      400,
      `This Content-Disposition cannot be read: ${quote(text)}. Send form-data with name="…" and, for a file, filename="…"; write a quotation mark inside as %22.`,
    );
  }
  const name = parameterOf(parameters, 'name');
  if (!name) throw new Problem(400, `Every part of a form needs a name; this has none: ${quote(text)}.`);
  return { name, fileName: parameterOf(parameters, 'filename') };
}

/** The parameters of `form-data`, or null for another disposition or a malformed one. */
function parametersOfForm(text: string): ReadonlyMap<string, string> | null {
  if (!/^form-data[ \t]*(;|$)/i.test(text)) return null;
  try {
    return parseParameters(text);
  } catch {
    return null;
  }
}

/** The extended value wins over the plain one, which some clients add for old servers (RFC 6266, 4.3). */
function parameterOf(parameters: ReadonlyMap<string, string>, name: string): string | null {
  const extended = parameters.get(`${name}*`);
  if (extended !== undefined) return decodeExtended(extended);
  // The only three characters that browsers escape: https://html.spec.whatwg.org/#multipart-form-data
  return parameters.get(name)?.replace(/%(22|0D|0A)/gi, decodeURIComponent) ?? null;
}

/** Decodes `UTF-8''caf%C3%A9.png` (RFC 8187). */
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
  if (charset !== '') throw new Problem(415, `The charset ${quote(charset)} of a name is not supported: send UTF-8.`);
  throw new Problem(400, `${quote(text)} is not an extended value such as UTF-8''caf%C3%A9.png.`);
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

/** A client's text, short enough for a message. */
function quote(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
