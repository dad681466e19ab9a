import { entriesTable, isDigits, isInstant } from '../../contract';
import { sha256 } from '../http/idempotency-key';
import type { Attempt } from './attempt';
import type { Entry, EntryKey, NewEntry } from './entry';

const { partitionKey, sortKey, latestIndex, expiry } = entriesTable;

/** The entry as the table keeps it, with its place in the index and the id of the request that wrote it. */
export function createItem(entry: Entry, request: string): Record<string, string> {
  return {
    ...createItemKey(entry),
    [latestIndex.partitionKey]: latestIndex.partitionValue,
    digits: entry.digits,
    request,
  };
}

/** The table's key of an entry. */
export function createItemKey(key: EntryKey): Record<string, string> {
  return { [partitionKey]: key.username, [sortKey]: key.timestamp };
}

/** A place in the index: its own key and the table's, whether an entry is there or not. */
export function createIndexKey(key: EntryKey): Record<string, string> {
  return { ...createItemKey(key), [latestIndex.partitionKey]: latestIndex.partitionValue };
}

/**
 * The entry in an item, or null if it is not one: other programs may write to the table, and what they write must not break
 * the page. A timestamp may have fewer or more digits than ours, but names an instant.
 */
export function readItem(item: Record<string, unknown>): Entry | null {
  const { [partitionKey]: username, [sortKey]: timestamp, digits } = item;
  return typeof username === 'string' && isInstant(timestamp) && isDigits(digits)
    ? { username, timestamp, digits }
    : null;
}

/** The first attempt that a client's own key was used for, and its entry. */
export interface Claim {
  readonly entry: NewEntry;
  readonly attempt: Attempt;
}

/**
 * The table's key of the item that remembers a client's own key. No entry has it: a username has at most 64 characters, and
 * its timestamp names an instant.
 */
export function createClaimKey(key: string): Record<string, string> {
  return { [partitionKey]: `idempotency-key/${sha256(key)}`, [sortKey]: 'claim' };
}

/** The item itself. It has no place in the index. */
export function createClaimItem(key: string, { entry, attempt }: Claim, expiresAt: number): Record<string, unknown> {
  const { username, digits } = entry;
  return {
    ...createClaimKey(key),
    claim: JSON.stringify({ entry: { username, digits }, attempt }),
    [expiry]: expiresAt,
  };
}

export function readClaim({ claim }: Record<string, unknown>): Claim {
  return JSON.parse(String(claim)) as Claim;
}
