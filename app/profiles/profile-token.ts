import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const bytes = 32;

/** An unguessable token: 256 random bits in base64url, 43 characters. */
export function createToken(): string {
  return randomBytes(bytes).toString('base64url');
}

/** What is kept of a token. It needs no salt and no slow hash: nobody guesses 256 bits. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

const nobodys = randomBytes(bytes);

/** Whether the token is the one that was hashed. Without a hash it is not, and finding that out takes as long. */
export function isToken(token: string, hash: Buffer | undefined): boolean {
  return timingSafeEqual(hashToken(token), hash ?? nobodys) && hash !== undefined;
}
