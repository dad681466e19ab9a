import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const bytes = 32;

/** Creates the token that manages a profile: 256 random bits in base64url, 43 characters. */
export function createToken(): string {
  return randomBytes(bytes).toString('base64url');
}

/**
 * Returns the SHA-256 of a token. Only the hash is stored. It needs neither a salt nor a slow hash function, because a
 * token consists of 256 random bits.
 */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const otherHash = randomBytes(bytes);

/** Whether the hash belongs to the token. Without a hash, the function takes the same time and returns false. */
export function matchesHash(token: string, hash: Buffer | undefined): boolean {
  return timingSafeEqual(hashToken(token), hash ?? otherHash) && hash !== undefined;
}
