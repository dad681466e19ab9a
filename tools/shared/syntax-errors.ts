import path from 'node:path';

/**
 * Finds the syntax errors in the output of a program or in the text of an error. Returns one line for each, with its
 * location and message, but without the stack trace that Node and esbuild print around them.
 */
export function syntaxErrors(text: string): string[] {
  const found = text.matchAll(/^(.+?)(:\d+:\d+): ERROR: (.*)$/gm);
  return Array.from(found, ([, file = '', place, message]) => `${path.relative('', file)}${place}: ${message}`);
}
