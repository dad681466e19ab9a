import { entriesTable, isDigits, isInstant } from '../../../contract';
import type { Entry, EntryKey } from '../entry';

const { partitionKey, sortKey, latestIndex } = entriesTable;

/**
 * Creates the DynamoDB item of an entry. The item also contains the partition key of the index and the id of the
 * request that wrote the entry.
 */
export function createItem(entry: Entry, request: string): Record<string, string> {
  return {
    ...createItemKey(entry),
    [latestIndex.partitionKey]: latestIndex.partitionValue,
    digits: entry.digits,
    request,
  };
}

/** Creates the table key of an entry. */
export function createItemKey(key: EntryKey): Record<string, string> {
  return { [partitionKey]: key.username, [sortKey]: key.timestamp };
}

/** Creates the index key of an entry, which contains the table key. The entry need not exist. */
export function createIndexKey(key: EntryKey): Record<string, string> {
  return { ...createItemKey(key), [latestIndex.partitionKey]: latestIndex.partitionValue };
}

/**
 * Returns the entry in an item, or null if the item is not an entry. Other programs may write to the table, and their
 * items must not break the page. The timestamp of an entry must be a valid time, but may have any length.
 */
export function readItem(item: Record<string, unknown>): Entry | null {
  const { [partitionKey]: username, [sortKey]: timestamp, digits } = item;
  return typeof username === 'string' && isInstant(timestamp) && isDigits(digits)
    ? { username, timestamp, digits }
    : null;
}
