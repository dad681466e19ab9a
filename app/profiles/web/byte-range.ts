import type { ByteRange } from '../files/file-store';

/**
 * Parses a Range header field (RFC 9110, 14.1.2). Several ranges, other units and malformed values are ignored, as the
 * RFC allows.
 * @param size the size of the file in bytes, at least 1
 * @returns the range, null for the whole file, or 'unsatisfiable' if the range is outside the file
 */
export function parseByteRange(text: string | undefined, size: number): ByteRange | null | 'unsatisfiable' {
  const [, from = '', to = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(text ?? '') ?? [];
  if (from === '' && to === '') return null;
  if (from === '') {
    return Number(to) === 0 ? 'unsatisfiable' : { first: Math.max(0, size - Number(to)), last: size - 1 };
  }
  const first = Number(from);
  if (to !== '' && Number(to) < first) return null;
  if (first >= size) return 'unsatisfiable';
  return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
