import type { EntryKey } from './entry';

const timestampLength = 27;
const timestampShape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/;

/** A partition key of DynamoDB has at most 2048 bytes. */
const maxTokenLength = Math.ceil(((timestampLength + 2048) * 4) / 3);

/** Writes an entry's key as one opaque word for a URL or a cookie. It is no secret: entries are public. */
export function formatEntryToken(key: EntryKey): string {
  return Buffer.from(key.timestamp + key.username).toString('base64url');
}

/** Reads a key back, or gives null for whatever `formatEntryToken` would not have written. */
export function readEntryToken(token: string): EntryKey | null {
  if (token.length > maxTokenLength) return null;
  const text = Buffer.from(token, 'base64url').toString();
  const key = { timestamp: text.slice(0, timestampLength), username: text.slice(timestampLength) };
  const isWhole = key.username !== '' && timestampShape.test(key.timestamp) && !Number.isNaN(Date.parse(key.timestamp));
  return isWhole && formatEntryToken(key) === token ? key : null;
}
