import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const bytes = 32;

/** Creates the token that manages a profile: 256 random bits in base64url, 43 characters. */
export function createToken(): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * Returns the SHA-256 of a token. Only the hash is stored. A token of 256 random bits needs neither a salt nor a slow
 * hash.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const otherHash = randomBytes(bytes);

/** Whether the hash belongs to the token. Without a hash, the comparison takes the same time and returns false. */
export function matchesHash(token: string, hash: Buffer | undefined): boolean {
  return timingSafeEqual(hashToken(token), hash ?? otherHash) && hash !== undefined;
}
