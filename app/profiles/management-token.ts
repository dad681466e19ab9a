import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const bytes = 32;

/** Creates the token that manages a profile: 256 random bits in base64url, 43 characters. */
export function createToken(): string {
  return randomBytes(bytes).toString('base64url');
}

/** The SHA-256 of a token, which is stored instead of it. 256 random bits need neither a salt nor a slow hash. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const otherHash = randomBytes(bytes);

/** Whether the hash is the token's. Without a hash the result is false, after the same time. */
export function matchesHash(token: string, hash: Buffer | undefined): boolean {
  return timingSafeEqual(hashToken(token), hash ?? otherHash) && hash !== undefined;
}
