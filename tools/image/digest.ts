import { createHash } from 'node:crypto';

/** The digest by which a registry names content: `sha256:` and 64 hexadecimal digits. */
export function digestOf(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
