/** Marks above and below letters, once they are apart from them. Marks that are letters of their script stay. */
const accents = /[\u0300-\u036f]/g;

/** Typographic signs, and the sign on a keyboard for each: apostrophes, quotation marks, dashes and slashes. */
const signs = {
  from: '\u2018\u2019\u201a\u201b\u02bb\u02bc\u2032\u201c\u201d\u201e\u201f\u2010\u2012\u2013\u2014\u2015\u2212\u2044\u2215',
  to: `${"'".repeat(7)}${'"'.repeat(4)}${'-'.repeat(6)}//`,
} as const;

const typographicSign = new RegExp(`[${signs.from}]`, 'g');

/**
 * A name as it is searched: without case, accents, invisible characters and other spellings of the same letters and signs,
 * so that "zoe" finds "Zoë" and "Ｚｏｅ", "STRASSE" finds "Straße", and "o'brien" finds "O’Brien". Names and what is searched for are folded in the same way.
 * Turkish has rules of its own for I; here all four letters are one.
 */
export function foldName(name: string): string {
  const letters = withoutAccents(name).replace(/[\p{Default_Ignorable_Code_Point}\0]/gu, '');
  // Some letters have their full form in upper case only: ß, whose own upper case ẞ first becomes ß, and ŉ.
  return withoutAccents(letters.toLowerCase().toUpperCase().toLowerCase())
    .replaceAll('ς', 'σ')
    .replace(typographicSign, (sign) => signs.to[signs.from.indexOf(sign)] ?? sign);
}

function withoutAccents(text: string): string {
  return text.normalize('NFKD').replace(accents, '');
}

/**
 * The letters that an earlier version folded differently, for `translate` and then `replace` in SQL. Rows that it wrote, and
 * still writes during a deployment, are found as well. Characters of `from` without one in `to` are removed.
 */
export const earlierFolding = {
  from: `ςı${signs.from}\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff`,
  to: `σi${signs.to}`,
  replaced: 'ß',
  by: 'ss',
} as const;
