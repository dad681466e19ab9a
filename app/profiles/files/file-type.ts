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

/** How many bytes, or the whole of a shorter file, are needed to find the type. */
export const signatureBytes = 2_048;

/** Readers of PDF look for its header in these. */
const pdfHeaderBytes = 1_024;

const signatures: readonly (readonly [FileType, RegExp])[] = [
  ['image/png', /^\x89PNG\r\n.\n/s],
  ['image/jpeg', /^\xff\xd8\xff[\xc0-\xfe]/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBPVP8[ LX]/s],
];

/**
 * The type of a file by its first bytes. A file without a signature can only be text, which `TextCheck` then checks byte by
 * byte. A file may be valid in two types: responses name the one found here, and browsers take it for no other.
 */
export function fileTypeOf(beginning: Buffer): FileType {
  const text = beginning.toString('latin1', 0, signatureBytes);
  const type = signatures.find(([, signature]) => signature.test(text))?.[0];
  return type ?? (isPdf(beginning.subarray(0, signatureBytes)) ? 'application/pdf' : 'text/plain');
}

/**
 * Whether a PDF header begins the file, or follows something that a mail program or a printer has put in front of it.
 * A text that only mentions the header is valid text, and has no object of a PDF after it.
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
