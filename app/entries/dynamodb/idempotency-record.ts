import { entriesTable } from '../../../contract';
import { sha256 } from '../../http/idempotency-key';
import type { NewEntry } from '../entry';
import type { EntryRetryToken } from '../retry-token';

const { partitionKey, sortKey, expiry } = entriesTable;

/** The first use of an idempotency key. */
export interface IdempotencyRecord {
  readonly entry: NewEntry;
  readonly retryToken: EntryRetryToken;
}

/**
 * The table key of an idempotency record. No entry has such a key: its username would be too long, and its timestamp
 * would not be a date.
 */
export function createRecordKey(idempotencyKey: string): Record<string, string> {
  return { [partitionKey]: `idempotency-key/${sha256(idempotencyKey)}`, [sortKey]: 'claim' };
}

/** The item of an idempotency record. It is not in the index. */
export function createRecordItem(
  idempotencyKey: string,
  { entry, retryToken }: IdempotencyRecord,
  expiresAt: number,
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
