import { sha256 } from '../http/idempotency-key';
import type { NewEntry } from './entry';

/** One attempt to store an entry. Repeating it finds what it has stored, and stores the entry only if there is none. */
export interface Attempt {
  /** The first timestamp to be tried, 27 characters. */
  readonly timestamp: string;
  /** A UUID that the item carries. */
  readonly request: string;
}

/**
 * Writes an attempt as one opaque word for the form that comes back: it names the attempt and its entry. It is not signed: a
 * forged one can date an entry as far back as an attempt may be repeated, and do nothing to the entries of others.
 */
export function formatAttempt({ timestamp, request }: Attempt, entry: NewEntry): string {
  return Buffer.from(`${timestamp} ${request} ${fingerprint(entry)}`).toString('base64url');
}

/** Reads an attempt back. Null if the text is none, or the attempt of another entry: a form that was changed is a new one. */
export function readAttempt(text: unknown, entry: NewEntry): Attempt | null {
  if (typeof text !== 'string') return null;
  const [timestamp = '', request = ''] = Buffer.from(text, 'base64url').toString().split(' ');
  const isAttempt =
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(timestamp) &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(request) &&
    !Number.isNaN(Date.parse(timestamp));
  return isAttempt && formatAttempt({ timestamp, request }, entry) === text ? { timestamp, request } : null;
}

/**
 * The key of a form to which the page's script has added an attempt, 32 hexadecimal digits, or null if the text is none. It
 * differs for another entry: a form that was changed is a new one.
 */
export function keyOfForm(text: unknown, entry: NewEntry): string | null {
  return typeof text === 'string' && /^[0-9a-f]{32}$/.test(text) ? `form ${text} ${fingerprint(entry)}` : null;
}

function fingerprint({ username, digits }: NewEntry): string {
  return sha256(username, digits).slice(0, 16);
}
