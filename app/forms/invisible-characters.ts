import { neededInvisible } from './needed-characters';

/**
 * This file handles invisible characters in fields. Characters without an effect are removed, characters that could
 * hide something are rejected, and characters that a script or an emoji needs are kept.
 */

/**
 * Letters that look blank. The list excludes those that a script needs: Korean fillers next to parts of a syllable, the
 * empty braille pattern next to braille, and fillers of Khitan and hieroglyphs after a sign. It always includes the
 * musical null notehead.
 */
const blankLetters = [
  '[\\u3164\\uffa0\\u17b4\\u17b5\\u{1d159}]',
  '(?<![\\u1100-\\u1160])[\\u115f\\u1160](?![\\u1160-\\u11ff])',
  '(?<![\\u2801-\\u28ff])\\u2800(?![\\u2801-\\u28ff])',
  '(?<![\\u{18b00}-\\u{18cff}])\\u{16fe4}',
  '(?<![\\u{13000}-\\u{1342f}])[\\u{13441}\\u{13442}]',
].join('|');

const removable = new RegExp(
  `(${neededInvisible})|[[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\u{13430}-\\u{1343f}]--[\\p{Bidi_Control}\\u115f\\u1160\\u17b4\\u17b5\\u3164\\uffa0]]`,
  'gv',
);

/** Removes invisible characters that have no effect, such as soft hyphens and byte order marks. */
export function removeIgnorable(text: string): string {
  return text.replace(removable, '$1');
}

/**
 * Removes every invisible character, including those that change the direction of text. Use this function for values in
 * which invisible characters have no meaning, such as phone numbers.
 */
export function removeInvisible(text: string): string {
  return text.replace(/[\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/gu, '');
}

/** A single mark of text direction. It has an effect only between texts of different directions. */
const loneMark = /(?<![\u200e\u200f\u061c])[\u200e\u200f\u061c](?![\u200e\u200f\u061c])/gu;

/**
 * Replaces each single direction mark with a space, so that `forbiddenCharacterError` accepts a text with such marks.
 */
export function replaceLoneMarks(text: string): string {
  return text.replace(loneMark, ' ');
}

/** Removes white space and direction marks at both ends of a text, where a direction mark has no effect. */
export function trimText(text: string): string {
  return text.replace(/^[\s\u200e\u200f\u061c]+|(?<![\s\u200e\u200f\u061c])[\s\u200e\u200f\u061c]+$/gu, '');
}

/**
 * Characters that no field may contain, because their effect is hidden: line breaks, controls, changes of direction,
 * blank letters, and invalid code points.
 */
const forbidden = new RegExp(
  `[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Bidi_Control}\\p{Noncharacter_Code_Point}\\ufffd]|${blankLetters}`,
  'u',
);

/** Removes the characters that `forbiddenCharacterError` reports. */
export function removeForbidden(text: string): string {
  return text.replace(new RegExp(forbidden, 'gu'), '');
}

/**
 * Reports the first character that no field may contain.
 * @returns a sentence with the name and the position of the character, or ''
 */
export function forbiddenCharacterError(text: string): string {
  const match = forbidden.exec(text);
  if (match === null) return '';
  const place = [...text.slice(0, match.index)].length + 1;
  return `Remove character ${place}, ${nameOf(match[0])}: it is invisible or not text.`;
}

/**
 * Reports the first space or invisible character. Use it for texts that must not contain any.
 * @returns a sentence with the name and the position of the character, or ''
 */
export function invisibleCharacterError(text: string): string {
  const match = /[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.exec(text);
  return match === null ? '' : `Character ${[...text.slice(0, match.index)].length + 1} is ${nameOf(match[0])}.`;
}

/**
 * Returns the code point and the name of a character, such as `U+202E RIGHT-TO-LEFT OVERRIDE`. The name is missing if
 * `names` does not contain it.
 */
function nameOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const name = names.get(codePoint) ?? (/\p{Cc}/u.test(character) ? 'control character' : '');
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')} ${name}`.trim();
}

/** Unicode's names of the characters that are pasted most often. */
const names: ReadonlyMap<number, string> = new Map([
  [0x00, 'NULL'],
  [0x09, 'TAB'],
  [0x0a, 'LINE FEED'],
  [0x0b, 'LINE TABULATION'],
  [0x0d, 'CARRIAGE RETURN'],
  [0x20, 'SPACE'],
  [0xa0, 'NO-BREAK SPACE'],
  [0xad, 'SOFT HYPHEN'],
  [0x61c, 'ARABIC LETTER MARK'],
  [0x115f, 'HANGUL CHOSEONG FILLER'],
  [0x1160, 'HANGUL JUNGSEONG FILLER'],
  [0x2002, 'EN SPACE'],
  [0x2003, 'EM SPACE'],
  [0x2007, 'FIGURE SPACE'],
  [0x2009, 'THIN SPACE'],
  [0x200b, 'ZERO WIDTH SPACE'],
  [0x200c, 'ZERO WIDTH NON-JOINER'],
  [0x200d, 'ZERO WIDTH JOINER'],
  [0x200e, 'LEFT-TO-RIGHT MARK'],
  [0x200f, 'RIGHT-TO-LEFT MARK'],
  [0x2028, 'LINE SEPARATOR'],
  [0x2029, 'PARAGRAPH SEPARATOR'],
  [0x202a, 'LEFT-TO-RIGHT EMBEDDING'],
  [0x202b, 'RIGHT-TO-LEFT EMBEDDING'],
  [0x202c, 'POP DIRECTIONAL FORMATTING'],
  [0x202d, 'LEFT-TO-RIGHT OVERRIDE'],
  [0x202e, 'RIGHT-TO-LEFT OVERRIDE'],
  [0x202f, 'NARROW NO-BREAK SPACE'],
  [0x2060, 'WORD JOINER'],
  [0x2066, 'LEFT-TO-RIGHT ISOLATE'],
  [0x2067, 'RIGHT-TO-LEFT ISOLATE'],
  [0x2068, 'FIRST STRONG ISOLATE'],
  [0x2069, 'POP DIRECTIONAL ISOLATE'],
  [0x2800, 'BRAILLE PATTERN BLANK'],
  [0x3000, 'IDEOGRAPHIC SPACE'],
  [0x3164, 'HANGUL FILLER'],
  [0xfeff, 'ZERO WIDTH NO-BREAK SPACE'],
  [0xffa0, 'HALFWIDTH HANGUL FILLER'],
  [0xfff9, 'INTERLINEAR ANNOTATION ANCHOR'],
  [0xfffa, 'INTERLINEAR ANNOTATION SEPARATOR'],
  [0xfffb, 'INTERLINEAR ANNOTATION TERMINATOR'],
  [0xfffd, 'REPLACEMENT CHARACTER'],
]);
