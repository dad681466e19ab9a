import { isInstant } from '../../../contract';
import type { EntryKey } from '../entry';

/**
 * The maximum size of a username, in bytes: DynamoDB's limit for a partition key. A timestamp needs no check, because
 * it is always shorter than the limit for a sort key, 1,024 bytes.
 */
const maxUsernameBytes = 2_048;

/**
 * Encodes an entry's key as an opaque string for a URL or a cookie. The key is not secret, because entries are public.
 */
export function formatEntryCursor({ timestamp, username }: EntryKey): string {
  return Buffer.from(`${timestamp} ${username}`).toString('base64url');
}

/** Decodes the key of an entry. Returns null if the text is not exactly what `formatEntryCursor` returns. */
export function parseEntryCursor(token: string): EntryKey | null {
  // Other programs may write timestamps of other lengths, but no timestamp contains a space.
  const [timestamp = '', ...rest] = Buffer.from(token, 'base64url').toString().split(' ');
  const key = { timestamp, username: rest.join(' ') };
  if (key.username === '' || Buffer.byteLength(key.username) > maxUsernameBytes || !isInstant(timestamp)) return null;
  return formatEntryCursor(key) === token ? key : null;
}
