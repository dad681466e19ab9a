import { Problem } from './problem';

/** Decodes UTF-8, and throws if the bytes are invalid. Keeps a byte order mark, so that JSON.parse rejects it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a JSON object. If a name occurs twice, the last value counts.
 * @throws Problem 400 if the body is not a JSON object in UTF-8
 */
export function parseJson(bytes: Buffer): Record<string, unknown> {
  const value = parseOrReject('The body is not valid JSON. Send JSON in UTF-8.', () => JSON.parse(utf8.decode(bytes)));
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new Problem(400, 'The body is JSON, but not an object. Send an object.');
}

/**
 * Parses a URL-encoded form. A field becomes a list if it occurs twice, or if its name is like `digits[x]`. Validation
 * then rejects the list.
 * @throws Problem 400 if the form is not valid UTF-8, or has an invalid percent escape
 */
export function parseForm(bytes: Buffer): Record<string, unknown> {
  return parseOrReject('The form is not valid. Send it in UTF-8, with valid percent escapes.', () => {
    const fields: Record<string, unknown> = Object.create(null);
    for (const pair of utf8.decode(bytes).split('&')) {
      if (pair === '') continue;
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(pair) ?? [];
      const fullName = decodeFormText(name);
      const [field = ''] = fullName.split('[', 1);
      const text = decodeFormText(value);
      fields[field] = field in fields || field !== fullName ? [text] : text;
    }
    return fields;
  });
}

function decodeFormText(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function parseOrReject<T>(detail: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    throw new Problem(400, detail, { cause });
  }
}
