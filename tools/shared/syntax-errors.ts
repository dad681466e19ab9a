import path from 'node:path';

/**
 * Finds the syntax errors in an output or an error. Returns the location and the message of each. Node and esbuild
 * print these inside a stack trace of their own functions.
 */
export function syntaxErrors(text: string): string[] {
  const found = text.matchAll(/^(.+?)(:\d+:\d+): ERROR: (.*)$/gm);
  return Array.from(found, ([, file = '', place, message]) => `${path.relative('', file)}${place}: ${message}`);
}
