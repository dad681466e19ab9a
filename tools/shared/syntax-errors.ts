import path from 'node:path';

/**
 * Finds the place and the message of each syntax error in the output of a process or in an error. Node and esbuild print them
 * inside a stack trace of their own functions.
 */
export function syntaxErrors(text: string): string[] {
  const found = text.matchAll(/^(.+?)(:\d+:\d+): ERROR: (.*)$/gm);
  return Array.from(found, ([, file = '', place, message]) => `${path.relative('', file)}${place}: ${message}`);
}
