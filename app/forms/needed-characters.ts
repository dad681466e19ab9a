/**
 * This file describes the invisible characters that a script or an emoji needs. Each pattern matches a character only
 * where it has a visible effect. For speed, each pattern begins with the character, because most texts do not contain
 * the character at all. A lookbehind comes after it, so the last dot of the lookbehind matches the character itself.
 */

const scripts = (...names: readonly string[]) => names.map((name) => `\\p{Script=${name}}`).join('');

/** Scripts whose letters join their neighbours. */
const cursive = `[[${scripts('Arabic', 'Syriac', 'Mandaic', 'Nko', 'Mongolian', 'Phags_Pa', 'Adlam', 'Hanifi_Rohingya')}]&&\\p{L}]`;

/** Arabic letters that do not join the next letter (Joining_Type R and U). */
const lettersThatEndJoin =
  '[\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2\\u06d3\\u06d5\\u06ee\\u06ef]';

/** The signs that turn consonants into conjuncts, in the scripts of India and its neighbours. */
const virama =
  '[\\u094d\\u09cd\\u0a4d\\u0acd\\u0b4d\\u0bcd\\u0c4d\\u0ccd\\u0d3b\\u0d3c\\u0d4d\\u0dca\\u0f84\\u1039\\u103a\\u17d2\\u1b44\\u1baa\\u1bab\\ua9c0\\uabed\\u{11046}\\u{11133}\\u{1134d}\\u{11442}]';

/** Letters of scripts without spaces between words. A zero-width space between them allows a line break. */
const spaceless = `[[${scripts('Thai', 'Lao', 'Khmer', 'Myanmar', 'Tibetan')}]&&[\\p{L}\\p{M}]]`;

const joiners = [
  `\\u200c(?=${cursive})(?<=${cursive}\\p{M}*.)(?<!${lettersThatEndJoin}\\p{M}*.)`,
  `\\u200d(?=${cursive})(?<=${cursive}\\p{M}*.)`,
  `\\u200d(?<=${cursive}\\p{M}*.)(?<!${lettersThatEndJoin}\\p{M}*.)`,
  // A joiner after a virama selects a special form of a letter, for example in Malayalam.
  `\\u200d(?<=${virama}.)`,
  `\\u200c(?=[\\p{L}\\p{M}])(?<=${virama}.)`,
  `[\\u200c\\u200d](?=${virama})(?<=\\p{L}\\p{M}?.)`,
  // A zero-width non-joiner keeps a Khmer register shifter above its consonant.
  '\\u200c(?=\\p{Script=Khmer})(?<=[\\u17c9\\u17ca].)',
  `\\u200b(?=${spaceless})(?<=${spaceless}.)`,
];

const emoji = [
  '\\u200d(?=\\p{Extended_Pictographic})(?<=\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?.)',
  '\\ufe0f(?<=[\\p{Emoji}&&\\p{Extended_Pictographic}].)(?<!\\p{Emoji_Presentation}.)',
  '\\ufe0e(?<=[\\p{Emoji}&&\\p{Extended_Pictographic}].)',
  '[\\ufe0e\\ufe0f](?=\\u20e3)(?<=[#*0-9].)',
  // The flags of England, Scotland and Wales.
  '\\p{RGI_Emoji_Tag_Sequence}',
];

/** Only the first variation selector after a character has an effect. */
const variants = [
  '[\\ufe00-\\ufe02\\u{e0100}-\\u{e01ef}](?<=\\p{Unified_Ideograph}.)',
  '[\\u180b-\\u180d\\u180f](?<=[\\p{Script=Mongolian}&&\\p{L}].)',
  `\\ufe00(?<=[[${scripts('Phags_Pa', 'Myanmar', 'Manichaean')}]&&\\p{L}].)`,
];

const hieroglyph = '[\\u{13000}-\\u{1342f}]';

/** Hieroglyph controls join two signs, or begin or end a group of signs. */
const hieroglyphs = [
  `[\\u{13430}-\\u{1343f}](?=[\\u{13430}-\\u{1343f}]{0,3}${hieroglyph})(?<=${hieroglyph}[\\u{13430}-\\u{1343f}]{0,3}.)`,
  `[\\u{13438}\\u{1343d}\\u{1343f}](?<=${hieroglyph}[\\u{13438}\\u{1343d}\\u{1343f}]{0,3}.)`,
  `[\\u{13437}\\u{1343c}\\u{1343e}](?=[\\u{13437}\\u{1343c}\\u{1343e}]{0,3}${hieroglyph})`,
];

/** The source of a regular expression with the flag `v`. */
export const neededInvisible = [...joiners, ...emoji, ...variants, ...hieroglyphs].join('|');
