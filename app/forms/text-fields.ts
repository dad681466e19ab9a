import { findRefused, trimText, withoutFormatting, withoutInvisible } from './invisible-characters';

/** The fields of a form or a JSON object, as a client sent them. */
export type Fields = Readonly<Record<string, unknown>>;

const maxCodePoints = 64;

/**
 * Anything but spaces, fillers, accents without a letter, formatting that is not seen (that of annotations and hieroglyphs
 * is not even ignorable), and the empty braille pattern, which is a symbol by name only.
 */
const visibleCharacter =
  /(?![\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{13430}-\u{1343F}])[\p{L}\p{N}\p{P}\p{S}\p{Cf}\p{Mc}\p{Me}\p{Co}\p{Cn}]/u;

/**
 * Text as it is stored: composed, trimmed, without invisible characters that have no effect, and with ordinary spaces and
 * hyphens for those that differ in width or forbid a line break. `findRefused` finds the invisible characters that are left.
 */
export function normalizeText(text: string): string {
  const plain = text.replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g, ' ').replaceAll('\u2011', '-');
  return trimText(withoutInvisible(plain.normalize('NFC')));
}

/** Text of several lines as it is stored. Browsers send line breaks as CRLF; word processors have some of their own. */
export function normalizeLines(text: string): string {
  return normalizeText(text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n'));
}

/** An address of mail or the like as it is stored: no invisible character has a meaning in it. */
export function normalizeAddress(text: string): string {
  return normalizeText(withoutFormatting(text));
}

/** A phone number as it is stored: as it was typed, with plain digits, spaces and hyphens. */
export function normalizePhone(text: string): string {
  return withoutFormatting(text)
    .normalize('NFKC')
    .replace(/\s/g, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
}

/** A field by one of the functions above: '' if it is missing, and null if it is not a text. */
export function normalizeField(value: unknown, normalize: (text: string) => string): string | null {
  if (value === undefined) return '';
  return typeof value === 'string' ? normalize(value) : null;
}

/** Checks a name that has been normalized: gives a sentence about what is wrong with it, or ''. */
export function complaintAboutName(name: string | null, noun: 'username' | 'name'): string {
  if (name === null) return `Enter a ${noun}, as one text.`;
  if (name === '') return `Enter a ${noun}.`;
  const length = [...name].length;
  if (length > maxCodePoints) return `Use at most ${maxCodePoints} characters; this has ${length}.`;
  return findRefused(name) || (visibleCharacter.test(name) ? '' : 'Use at least one visible character.');
}
