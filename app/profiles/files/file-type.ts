/** The media types of files that users may upload. */
export const fileTypes = [
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const;

export type FileType = (typeof fileTypes)[number];

/** The number of bytes that are needed to detect the type. */
export const signatureBytes = 2_048;

/** PDF readers search for the header in the first 1,024 bytes. */
const pdfHeaderBytes = 1_024;

const signatures: readonly (readonly [FileType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n.\n/s],
  ['image/jpeg', /^\xff\xd8\xff[\xc0-\xfe]/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBPVP8[ LX]/s],
];

/**
 * Detects the type of a file from its first bytes. A file without a signature can only be text, which `TextCheck` then
 * verifies. If a file is valid as two types, responses declare the detected one, and browsers do not guess the other.
 */
export function detectFileType(beginning: Buffer): FileType {
  const text = beginning.toString('latin1', 0, signatureBytes);
  const type = signatures.find(([, signature]) => signature.test(text))?.[0];
  return type ?? (isPdf(beginning.subarray(0, signatureBytes)) ? 'application/pdf' : 'text/plain');
}

/**
 * Whether a file is a PDF. Other bytes may precede the header, because some mail programs and printer drivers add them.
 * A text file that only mentions the header contains no PDF object after it, and counts as text.
 */
function isPdf(beginning: Buffer): boolean {
  const text = beginning.toString('latin1');
  const header = /%PDF-\d\.\d/.exec(text.slice(0, pdfHeaderBytes));
  if (header === null) return false;
  return (
    /^(\xef\xbb\xbf)?[\0\t\n\f\r ]*$/.test(text.slice(0, header.index)) ||
    /\d obj\b|%%EOF/.test(text.slice(header.index)) ||
    !new TextCheck().accepts(beginning)
  );
}

/** Whether a file starts with the byte order mark of UTF-16 or UTF-32. Windows editors call these encodings Unicode. */
export function isWideText(beginning: Buffer): boolean {
  return /^(\xff\xfe|\xfe\xff|\0\0\xfe\xff)/.test(beginning.toString('latin1', 0, 4));
}

/**
 * Control characters that are not allowed in text files. Tab, line feed, form feed, carriage return and next line are
 * allowed.
 */
const controlCharacter = /(?![\t\n\f\r\u0085])\p{Cc}/u;

/** Checks whether a file is text in UTF-8, chunk by chunk. */
export class TextCheck {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  /**
   * Whether the next chunk is text in UTF-8.
   * @param isEnd whether this is the last chunk
   */
  accepts(bytes: Uint8Array, isEnd = false): boolean {
    try {
      return !controlCharacter.test(this.#decoder.decode(bytes, { stream: !isEnd }));
    } catch {
      return false;
    }
  }
}
