import { createHash, randomUUID } from 'node:crypto';
import { createToken } from './management-token';
import { isProfileId, type ProfileDetails } from './profile';

/**
 * The data that makes it safe to retry the creation of a profile: the id and the management token of the profile. With
 * them, a retry finds the stored profile instead of storing another one.
 */
export interface RetryToken {
  /** The id of the profile, a UUID. */
  readonly id: string;
  /** The management token of the profile. */
  readonly token: string;
  /**
   * The source of the token. `new`: created for this request, so no earlier request has stored the profile. `form`:
   * sent with a form, which the user may have edited, so a stored profile is updated. `key`: derived from an
   * `Idempotency-Key`, so a stored profile is returned unchanged.
   */
  readonly source: 'new' | 'form' | 'key';
}

export function createRetryToken(): RetryToken {
  return { id: randomUUID(), token: createToken(), source: 'new' };
}

/**
 * Encodes a retry token for a form. Only the author of the profile may see the text, because it contains the management
 * token.
 */
export function formatRetryToken({ id, token }: RetryToken): string {
  return `${id}.${token}`;
}

/** Parses the retry token of a form. Returns null if the text is not a retry token. */
export function parseRetryToken(text: unknown): RetryToken | null {
  const [, id = '', token = ''] = /^([^.]+)\.([\w-]{43})$/.exec(typeof text === 'string' ? text : '') ?? [];
  return isProfileId(id) ? { id, token, source: 'form' } : null;
}

/**
 * Returns a new retry token for a form whose own retry token belongs to a different profile. The result depends only on
 * the arguments, so that a retry finds what was stored.
 */
export function nextRetryToken({ id, token, source }: RetryToken, { name, email }: ProfileDetails): RetryToken {
  const texts = [id, token, name, email];
  return { id: uuidOf(['next id', ...texts]), token: tokenOf(['next token', ...texts]), source };
}

/**
 * The minimum length of an `Idempotency-Key`, in characters. Keys must be hard to guess, because a client that knows
 * the key and the profile can compute the management token.
 */
export const minKeyLength = 16;

/**
 * Returns the retry token of an `Idempotency-Key`. The token is the same in every process for the same key and profile,
 * and nothing is stored. If the key is reused with a different profile, the id is the same but the management token
 * differs, so that the reuse is detected.
 */
export function retryTokenOf(
  key: string,
  { name, email, phone, about }: ProfileDetails,
  file: { readonly name: string; readonly sha256: string } | null,
): RetryToken {
  const request = ['profile token', key, name, email, phone, about, file?.name, file?.sha256];
  return { id: uuidOf(['profile', key]), token: tokenOf(request), source: 'key' };
}

/** Returns a UUID of version 8 (RFC 9562, section 5.8), which is computed from the values. */
function uuidOf(texts: readonly unknown[]): string {
  const hash = hashOf(texts).toString('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

function tokenOf(texts: readonly unknown[]): string {
  return hashOf(texts).toString('base64url');
}

function hashOf(texts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(texts)).digest();
}
