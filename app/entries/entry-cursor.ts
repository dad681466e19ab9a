import { isInstant } from '../../contract';
import type { EntryKey } from './entry';

/** The longest partition key that DynamoDB takes. Its 1024 bytes of a sort key are more than an instant ever has. */
const maxUsernameBytes = 2_048;

/** Writes an entry's key as one opaque word for a URL or a cookie. It is no secret: entries are public. */
export function formatEntryToken({ timestamp, username }: EntryKey): string {
  return Buffer.from(`${timestamp} ${username}`).toString('base64url');
}

/** Reads a key back, or gives null for whatever `formatEntryToken` would not have written. */
export function readEntryToken(token: string): EntryKey | null {
  // Other programs write timestamps of other lengths; none holds a space.
  const [timestamp = '', ...rest] = Buffer.from(token, 'base64url').toString().split(' ');
  const key = { timestamp, username: rest.join(' ') };
  if (key.username === '' || Buffer.byteLength(key.username) > maxUsernameBytes || !isInstant(timestamp)) return null;
  return formatEntryToken(key) === token ? key : null;
}
