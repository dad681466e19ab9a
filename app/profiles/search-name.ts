/** Marks above and below letters, once they stand apart from them. Marks that are letters of their script stay. */
const accents = /[\u0300-\u036f]/g;

/**
 * A name as it is searched: without case, accents and other spellings of the same letters, so that "zoe" finds "Zoë" and
 * "Ｚｏｅ". Names and what is searched for are folded alike.
 */
export function foldName(name: string): string {
  return name.toLowerCase().normalize('NFKD').replace(accents, '').replaceAll('\0', '');
}
