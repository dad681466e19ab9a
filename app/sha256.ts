import { createHash } from 'node:crypto';

/** Returns the SHA-256 of a list of strings, in hexadecimal. */
export function sha256(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex');
}
