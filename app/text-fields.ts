/** The fields of a form or a JSON object, as a client sent them. */
export type Fields = Readonly<Record<string, unknown>>;

const maxCodePoints = 64;

/** Characters that break lines, reorder text, are no text at all, or stand for text that was lost on the way. */
export const refusedCharacter = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Noncharacter_Code_Point}\uFFFD]/u;

/**
 * Anything but spaces, fillers, accents without a letter, formatting that is not seen (that of annotations and hieroglyphs
 * is not even ignorable), and the empty braille pattern, which is a symbol by name only.
 */
const visibleCharacter =
  /(?![\p{Default_Ignorable_Code_Point}\u2800\uFFF9-\uFFFB\u{13430}-\u{1343F}])[\p{L}\p{N}\p{P}\p{S}\p{Cf}\p{Mc}\p{Me}\p{Co}\p{Cn}]/u;

/** A name as it is kept: '' where none came, and null for what is no text. */
export function normalizeName(value: unknown): string | null {
  if (value === undefined) return '';
  return typeof value === 'string' ? value.normalize('NFC').trim() : null;
}

/** What is wrong with a name that `normalizeName` gave, in a sentence, or ''. */
export function complaintAboutName(name: string | null, noun: 'username' | 'name'): string {
  if (name === null) return `Enter a ${noun}, as one text.`;
  if (name === '') return `Enter a ${noun}.`;
  const length = [...name].length;
  if (length > maxCodePoints) return `Use at most ${maxCodePoints} characters; this has ${length}.`;
  if (refusedCharacter.test(name)) {
    return 'Leave out control characters, line breaks and characters that change the direction of text.';
  }
  return visibleCharacter.test(name) ? '' : 'Use at least one visible character.';
}
