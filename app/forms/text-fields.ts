import { forbiddenCharacterError, removeIgnorable, removeInvisible, trimText } from './invisible-characters';

/** The fields of a form or a JSON object, as a client sent them. */
export type Fields = Readonly<Record<string, unknown>>;

const maxCodePoints = 64;

/**
 * A visible character. Spaces, fillers, accents without a letter and invisible formatting characters are not visible.
 * The pattern names the invisible characters that Unicode does not classify as ignorable: the controls of annotations
 * and hieroglyphs, and the empty braille pattern.
 */
const visibleCharacter =
  /(?![\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{13430}-\u{1343F}])[\p{L}\p{N}\p{P}\p{S}\p{Cf}\p{Mc}\p{Me}\p{Co}\p{Cn}]/u;

/**
 * Normalizes text before it is stored. It composes and trims the text, removes invisible characters without an effect,
 * and replaces special spaces and hyphens with ordinary ones. `forbiddenCharacterError` reports the remaining invisible
 * characters.
 */
export function normalizeText(text: string): string {
  const plain = text.replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f]/g, ' ').replaceAll('\u2011', '-');
  return trimText(removeIgnorable(composeText(plain, 'NFC')));
}

/** The combining grapheme joiner. Unicode sorts no accents across it. It is invisible, and fields do not keep it. */
const joiner = '\u034f';

/**
 * Composes letters and accents. Unicode normalization sorts successive accents, in time that grows with the square of
 * their number. So this function puts a joiner after every 30 accents, as UAX #15 proposes (Stream-Safe Text Process).
 * No language uses that many. U+FF9E and U+FF9F count as accents: they are letters, but NFKC replaces them with
 * accents.
 */
function composeText(text: string, form: 'NFC' | 'NFKC'): string {
  return text
    .replace(/[\p{M}\uff9e\uff9f]{30}/gu, `$&${joiner}`)
    .normalize(form)
    .replaceAll(joiner, '');
}

/**
 * Normalizes text of several lines. Browsers send line breaks as CRLF, and word processors use other line separators.
 */
export function normalizeLines(text: string): string {
  return normalizeText(text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n'));
}

/** Normalizes an email address or similar text. Removes all invisible characters, which have no meaning in it. */
export function normalizeAddress(text: string): string {
  return normalizeText(removeInvisible(text));
}

/**
 * Normalizes a phone number: removes invisible characters, replaces special digits, spaces and hyphens with ordinary
 * ones, and keeps all other characters.
 */
export function normalizePhone(text: string): string {
  return composeText(removeInvisible(text), 'NFKC')
    .replace(/\s/g, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .trim();
}

/**
 * Normalizes the value of a field, for example with `normalizeText`.
 * @returns '' if the field is missing, null if the value is not a string
 */
export function normalizeField(value: unknown, normalize: (text: string) => string): string | null {
  if (value === undefined) return '';
  return typeof value === 'string' ? normalize(value) : null;
}

/**
 * Checks a normalized name.
 * @returns a sentence about the error, or ''
 */
export function nameError(name: string | null, noun: 'username' | 'name'): string {
  if (name === null) return `Enter the ${noun} as a single string.`;
  if (name === '') return `Enter a ${noun}.`;
  const length = [...name].length;
  if (length > maxCodePoints) return `Use at most ${maxCodePoints} characters; this ${noun} has ${length}.`;
  return forbiddenCharacterError(name) || (visibleCharacter.test(name) ? '' : 'Use at least one visible character.');
}
