import { createHash } from 'node:crypto';

/** Returns the digest that identifies content in a registry: `sha256:` followed by 64 hexadecimal digits. */
export function digestOf(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
