import { createHash, randomUUID } from 'node:crypto';
import { hashOf } from '../http/idempotency-key';
import { isProfileId, type ProfileDetails } from './profile';
import type { PendingFile } from './profile-service';
import { createToken } from './profile-token';

/** The id and the token that a new profile gets. Repeating a request with its claim finds the profile that it has stored. */
export interface Claim {
  /** A UUID. */
  readonly id: string;
  /** 43 characters. */
  readonly token: string;
  /**
   * What to do if an earlier request has stored the profile: `none`: do not look for it (first request); `change`: apply the
   * form, which may have been edited; `return`: return it unchanged (same key).
   */
  readonly repeat: 'none' | 'change' | 'return';
}

export function createClaim(): Claim {
  return { id: randomUUID(), token: createToken(), repeat: 'none' };
}

/** Writes a claim into a form. Only the author sees it: the token manages the profile, once it is stored. */
export function formatClaim({ id, token }: Claim): string {
  return `${id}.${token}`;
}

/**
 * The claim that follows another one in the same form, if the form's profile is another one's: always the same for the same
 * name and e-mail address, so that a retry finds what it has stored.
 */
export function nextClaim({ id, token, repeat }: Claim, { name, email }: ProfileDetails): Claim {
  const texts = [id, token, name, email];
  return { id: uuidOf(hashOf('next id', ...texts)), token: tokenOf(['next token', ...texts]), repeat };
}

/** Reads a claim back, or gives null if the text is none. */
export function readClaim(text: unknown): Claim | null {
  const [, id = '', token = ''] = /^([^.]+)\.([\w-]{43})$/.exec(typeof text === 'string' ? text : '') ?? [];
  return isProfileId(id) ? { id, token, repeat: 'change' } : null;
}

/** The fewest characters of a key, with which and with the profile's fields its token can be computed. */
export const minKeyLength = 16;

/**
 * The claim of an `Idempotency-Key`: always the same for the same key and the same profile, by any task, with nothing stored.
 * With another profile the key gives the same id and another token, by which its reuse is found.
 */
export function claimOf(key: string, details: ProfileDetails, file: PendingFile | null): Claim {
  const id = uuidOf(hashOf('profile', key));
  const { name, email, phone, about } = details;
  const body = ['profile token', key, name, email, phone, about, file?.name, file?.sha256];
  return { id, token: tokenOf(body), repeat: 'return' };
}

/** A UUID of version 8 (RFC 9562, 5.8). */
function uuidOf(hash: string): string {
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function tokenOf(texts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url');
}
