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

/** How many bytes, or the whole of a shorter file, are needed to find the type: readers of PDF look for its header in these. */
export const signatureBytes = 1_024;

const signatures: readonly (readonly [FileType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n.\n/s],
  ['image/jpeg', /^\xff\xd8\xff[\xc0-\xfe]/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBPVP8[ LX]/s],
  // The header begins a line, after a byte order mark or whatever a mail program or a printer put in front of it.
  ['application/pdf', /(?:^|[\r\n\0]|\xef\xbb\xbf)%PDF-\d\.\d/],
];

/**
 * The type of a file by its first bytes. A file without a signature can only be text, which `TextCheck` then checks byte by
 * byte. A file may be valid in two types: responses name the one found here, and browsers take it for no other.
 */
export function fileTypeOf(beginning: Buffer): FileType {
  const text = beginning.toString('latin1', 0, signatureBytes);
  return signatures.find(([, signature]) => signature.test(text))?.[0] ?? 'text/plain';
}

/** Whether a file begins as text in UTF-16 or UTF-32 does, which editors of Windows call Unicode. */
export function isWideText(beginning: Buffer): boolean {
  return /^(\xff\xfe|\xfe\xff|\0\0\xfe\xff)/.test(beginning.toString('latin1', 0, 4));
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
