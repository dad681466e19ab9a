import { characterName } from './character-names';
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
  return `Remove character ${place}, ${characterName(match[0])}: it is invisible or not text.`;
}

/**
 * Reports the first space or invisible character. Use it for texts that must not contain any.
 * @returns a sentence with the name and the position of the character, or ''
 */
export function invisibleCharacterError(text: string): string {
  const match = /[\s\p{Z}\p{C}\p{Default_Ignorable_Code_Point}\u2800]/u.exec(text);
  return match === null ? '' : `Character ${[...text.slice(0, match.index)].length + 1} is ${characterName(match[0])}.`;
}
