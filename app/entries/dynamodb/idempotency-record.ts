import { entriesTable } from '../../../contract';
import { sha256 } from '../../sha256';
import type { NewEntry } from '../entry';
import type { EntryRetryToken } from '../retry-token';

const { partitionKey, sortKey, expiry } = entriesTable;

/** The first use of an idempotency key. */
export interface IdempotencyRecord {
  readonly entry: NewEntry;
  readonly retryToken: EntryRetryToken;
}

/** A record that is about to be stored. */
export interface NewIdempotencyRecord extends IdempotencyRecord {
  /** The time when DynamoDB may delete the record, in seconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Creates the table key of an idempotency record. No entry has such a key: the partition key is longer than any
 * username, and the sort key is not a date.
 */
export function createRecordKey(idempotencyKey: string): Record<string, string> {
  return { [partitionKey]: `idempotency-key/${sha256(idempotencyKey)}`, [sortKey]: 'claim' };
}

/** Creates the item of an idempotency record. The item is not in the index. */
export function createRecordItem(
  idempotencyKey: string,
  { entry, retryToken, expiresAt }: NewIdempotencyRecord,
): Record<string, unknown> {
  const { username, digits } = entry;
  return {
    ...createRecordKey(idempotencyKey),
    claim: JSON.stringify({ entry: { username, digits }, attempt: retryToken }),
    [expiry]: expiresAt,
  };
}

export function readRecord({ claim }: Record<string, unknown>): IdempotencyRecord {
  const { entry, attempt } = JSON.parse(String(claim));
  return { entry, retryToken: attempt };
}
