import { sha256 } from '../sha256';
import type { NewEntry } from './entry';

/** Makes it safe to retry storing an entry: a retry finds the stored entry instead of storing another one. */
export interface EntryRetryToken {
  /** The first timestamp to try, 27 characters. */
  readonly timestamp: string;
  /** The UUID of the request, which the stored item contains. */
  readonly request: string;
}

/**
 * Encodes a retry token as an opaque string for the redisplayed form. It is valid for one entry only. It is not signed:
 * a forged token could at most backdate a new entry by 24 hours, and cannot affect existing entries.
 */
export function formatRetryToken({ timestamp, request }: EntryRetryToken, entry: NewEntry): string {
  return Buffer.from(`${timestamp} ${request} ${fingerprint(entry)}`).toString('base64url');
}

/**
 * Decodes a retry token. Returns null if the text is not a retry token, or if it belongs to another entry: an edited
 * form must store a new entry.
 */
export function parseRetryToken(text: unknown, entry: NewEntry): EntryRetryToken | null {
  if (typeof text !== 'string') return null;
  const [timestamp = '', request = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const isRetryToken =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(timestamp) &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(request) &&
    !Number.isNaN(Date.parse(timestamp));
  return isRetryToken && formatRetryToken({ timestamp, request }, entry) === text ? { timestamp, request } : null;
}

/**
 * Converts the 32 hexadecimal digits that the page's script adds to a form into an idempotency key. Returns null for
 * any other value. The key also depends on the entry, because an edited form stores a new entry.
 */
export function idempotencyKeyOfForm(text: unknown, entry: NewEntry): string | null {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? `form ${text} ${fingerprint(entry)}` : null;
}

function fingerprint({ username, digits }: NewEntry): string {
  return sha256(username, digits).slice(0, 16);
}
