/**
 * The accents of letters that have been decomposed. Marks that are part of a script, such as vowel signs, are not
 * included.
 */
const accents = /[\u0300-\u036f]/g;

/** Typographic apostrophes, quotation marks, dashes and slashes, each with the keyboard character that replaces it. */
const signs = {
  from: '\u2018\u2019\u201a\u201b\u02bb\u02bc\u2032\u201c\u201d\u201e\u201f\u2010\u2012\u2013\u2014\u2015\u2212\u2044\u2215',
  to: `${"'".repeat(7)}${'"'.repeat(4)}${'-'.repeat(6)}//`,
} as const;

const typographicSign = new RegExp(`[${signs.from}]`, 'g');

/**
 * Folds a name for searching: removes case, accents, invisible characters and typographic variants. For example, "zoe"
 * finds "Zoë" and "Ｚｏｅ", "STRASSE" finds "Straße", and "o'brien" finds "O’Brien". Names and search texts are folded in
 * the same way. The four Turkish letters I, İ, ı and i are folded to one letter.
 */
export function foldName(name: string): string {
  const letters = withoutAccents(name).replace(/[\p{Default_Ignorable_Code_Point}\0]/gu, '');
  // toUpperCase() turns ß into SS, and the dotless ı into I. The toLowerCase() before it turns the capital ẞ into ß.
  return withoutAccents(letters.toLowerCase().toUpperCase().toLowerCase())
    .replaceAll('ς', 'σ')
    .replace(typographicSign, (sign) => signs.to[signs.from.indexOf(sign)] ?? sign);
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(accents, '');
}

/**
 * The characters that an earlier version folded differently, for `translate` and `replace` in SQL. With them, a search
 * also finds rows that the earlier version has written, even during a deployment. `translate` removes the characters of
 * `from` that have no counterpart in `to`.
 */
export const earlierFolding = {
  from: `ςı${signs.from}\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff`,
  to: `σi${signs.to}`,
  replaced: 'ß',
  by: 'ss',
} as const;
