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
   * The effect on a profile that an earlier request has stored: `none` for a first request, which looks for none; `change` for
   * a form, which may have been edited; `return` for the same request with the same key.
   */
  readonly repeat: 'none' | 'change' | 'return';
}

export function createClaim(): Claim {
  return { id: randomUUID(), token: createToken(), repeat: 'none' };
}

/** Writes a claim into the form that comes back. Only the author sees it: the token manages the profile, once it is stored. */
export function formatClaim({ id, token }: Claim): string {
  return `${id}.${token}`;
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
  const hash = hashOf('profile', key);
  // A UUID of version 8 (RFC 9562, 5.8).
  const id = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
  const { name, email, phone, about } = details;
  const body = ['profile token', key, name, email, phone, about, file?.name, file?.sha256];
  return { id, token: createHash('sha256').update(JSON.stringify(body)).digest('base64url'), repeat: 'return' };
}
