import { distance } from 'fastest-levenshtein';

/**
 * Lists what is ignored in a dotenv file: unknown variables and malformed lines. A variable that resembles a known one
 * is listed with the known name.
 * @param text the content of the file
 * @param names the variables that the parser has found in the file
 * @param known the variables that a local run uses
 */
export function findIgnoredSettings(text: string, names: readonly string[], known: readonly string[]): string[] {
  const unknown = names.filter((name) => !known.includes(name));
  return [
    ...unknown.map((name) => {
      const meant = known.find((other) => resembles(name.toUpperCase(), other));
      return meant === undefined ? name : `${name} (did you mean ${meant}?)`;
    }),
    ...linesWithoutName(text).map((line) => `line ${line} (not NAME=value)`),
  ];
}

/** Whether two names differ by one letter, or have the same letters in another order. */
function resembles(name: string, known: string): boolean {
  const letters = (word: string) => [...word].sort().join('');
  return distance(name, known) <= 1 || letters(name) === letters(known);
}

/** Returns the numbers of malformed lines, starting at 1. It does not return the lines, because they may contain a secret. */
function linesWithoutName(text: string): number[] {
  const lines = text
    .replace(/^[ \t]*#.*$/gm, '')
    // A quoted value may have several lines.
    .replace(/=[ \t]*(["'`])[\s\S]*?\1/g, (value) => `=${value.replace(/[^\n]/g, '')}`)
    .split('\n');
  return lines.flatMap((line, index) => {
    const isSetting = /^\s*(export\s+)?[\w.-]+(\s*=|:\s)/.test(line);
    return isSetting || /^\s*$/.test(line) ? [] : [index + 1];
  });
}
