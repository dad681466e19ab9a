import { parseParameters } from '../../../http/header-parameters';
import { Problem } from '../../../http/problem';
import { quote } from './quoted-text';

/** The names in the Content-Disposition of a part. */
export interface Disposition {
  /** The name of the form field, not empty. */
  readonly name: string;
  /** The file name, possibly empty, or null if the part has none. */
  readonly fileName: string | null;
}

/**
 * Parses the Content-Disposition of a part.
 * @throws Problem 400 if it is missing or malformed, or has no name; 415 for an unsupported charset
 */
export function parseDisposition(text: string | undefined): Disposition {
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
