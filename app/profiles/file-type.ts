/** The media types that are taken, as content tells them. */
export const fileTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const;

export type FileType = (typeof fileTypes)[number];

/** So many bytes, or the whole of a shorter file, tell the type. */
export const tellingBytes = 16;

/** In hexadecimal digits. */
const signatures: readonly (readonly [FileType, RegExp])[] = [
  ['image/png', /^89504e470d0a1a0a/],
  ['image/jpeg', /^ffd8ff/],
  ['image/gif', /^474946383[79]61/],
  ['image/webp', /^52494646.{8}57454250/],
  ['application/pdf', /^255044462d/],
];

/**
 * The type of a file by its first bytes. What carries no signature can only be text, and then every byte of it has to be:
 * `TextCheck` tells.
 */
export function fileTypeOf(beginning: Buffer): FileType {
  const digits = beginning.toString('hex', 0, tellingBytes);
  return signatures.find(([, signature]) => signature.test(digits))?.[0] ?? 'text/plain';
}

/** Control characters that no text holds; tab, line feed, form feed, carriage return and next line are fine. */
const noText = /(?![\t\n\f\r\u0085])\p{Cc}/u;

/** Whether bytes that come one after the other are text in UTF-8. */
export class TextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  /** @param isEnd whether nothing follows */
  accepts(bytes: Uint8Array, isEnd = false): boolean {
    try {
      return !noText.test(this.#decoder.decode(bytes, { stream: !isEnd }));
    } catch {
      return false;
    }
  }
}
