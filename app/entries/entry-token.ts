import { type EntryKey, isInstant } from './entry';

/** The longest keys that DynamoDB takes, in bytes: 1024 of a sort key and 2048 of a partition key, and what JSON adds. */
const maxTokenLength = Math.ceil(((1024 + 2048 + 7) * 4) / 3);

/** Writes an entry's key as one opaque word for a URL or a cookie. It is no secret: entries are public. */
export function formatEntryToken({ timestamp, username }: EntryKey): string {
  return Buffer.from(`${timestamp} ${username}`).toString('base64url');
}

/** Reads a key back, or gives null for whatever `formatEntryToken` would not have written. */
export function readEntryToken(token: string): EntryKey | null {
  if (token.length > maxTokenLength) return null;
  // Other programs write timestamps of other lengths; none holds a space.
  const [timestamp = '', ...rest] = Buffer.from(token, 'base64url').toString().split(' ');
  const key = { timestamp, username: rest.join(' ') };
  return key.username !== '' && isInstant(timestamp) && formatEntryToken(key) === token ? key : null;
}
