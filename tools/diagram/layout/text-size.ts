/**
 * The widths of characters as factors of the font size, from the metrics of DejaVu Sans. Text in the other usual
 * sans-serif fonts is narrower, so it fits as well.
 */
const widths: readonly (readonly [characters: string, width: number])[] = [
  [" ,.:;'|!/\\()[]ijlIftr-", 0.41],
  ['mwMW@%', 1],
  ['ABCDEFGHKNOPQRSUVXYZ&', 0.79],
];
const usualWidth = 0.65;
/** The factor by which bold text is wider than regular text in the same font. */
const boldFactor = 1.12;

const widthOf = new Map(widths.flatMap(([characters, width]) => [...characters].map((one) => [one, width] as const)));

/** Returns an upper bound on the width of text at a font size, in pixels. */
export function textWidth(text: string, fontSize: number, isBold = false): number {
  const units = [...text].reduce((sum, character) => sum + (widthOf.get(character) ?? usualWidth), 0);
  return units * fontSize * (isBold ? boldFactor : 1);
}

export interface TextStyle {
  readonly fontSize: number;
  /** @default false */
  readonly isBold?: boolean;
}

/**
 * Wraps text into lines of at most this width. Lines break after a space, or after `/`, `-`, `.` or `_`. A word that is
 * longer than a line is split anywhere.
 */
export function wrapText(text: string, maxWidth: number, { fontSize, isBold = false }: TextStyle): readonly string[] {
  const fits = (one: string) => textWidth(one.trimEnd(), fontSize, isBold) <= maxWidth;
  const pieces = text.split(/(?<=[ /._-])/).flatMap((piece) => splitPiece(piece, fits));
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && fits(last + piece)) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines.map((line) => line.trimEnd());
}

function splitPiece(piece: string, fits: (text: string) => boolean): readonly string[] {
  if (fits(piece)) return [piece];
  const half = Math.ceil(piece.length / 2);
  return [piece.slice(0, half), piece.slice(half)].flatMap((one) => splitPiece(one, fits));
}
