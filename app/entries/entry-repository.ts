import type { Entry, EntryKey, NewEntry } from './entry';
import type { EntryRetryToken } from './retry-token';

/** One page of entries, newest first. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  /** The key where the next page begins, or null on the last page. */
  readonly next: EntryKey | null;
}

/** Options that make retries safe. Set at most one. */
export interface AddOptions {
  /**
   * The retry token from `createRetryToken`. A retry after more than 24 hours still finds the stored entry. If no entry
   * was stored, such a retry stores one with a new timestamp.
   * @default a new token
   */
  readonly retryToken?: EntryRetryToken;
  /** The client's own idempotency key, 1 to 255 characters. It is remembered for at least 24 hours. */
  readonly idempotencyKey?: string;
}

/** The idempotency key was used before, for an entry with another username or other digits. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

/**
 * The store of entries. Every method returns within 2 s or throws `StoreUnavailable`, for which the client receives
 * 503. This covers a table that is missing, unreachable, slow, throttled or overloaded, and denied access. Any other
 * error is a bug. Items that other programs wrote and that are not entries are skipped.
 */
export interface EntryRepository {
  /**
   * Returns the current time for dating entries, in milliseconds since 1970. The time is never earlier than a timestamp
   * that this repository has assigned, or has read and accepted.
   */
  now(): number;
  /**
   * Creates a retry token. Its timestamp is later than every timestamp that this repository has assigned or read.
   * Timestamps more than 5 s ahead of the clock are ignored.
   */
  createRetryToken(): EntryRetryToken;
  /**
   * Stores one entry under a new key, and never overwrites another. The entry is stored only once, even if several
   * processes retry with the same retry token or idempotency key at the same time.
   * @throws StoreUnavailable if the store is unavailable, or if the write got no response. In the second case, the
   * entry may have been stored, or may be stored later.
   * @throws IdempotencyKeyReused if the key was used for another entry
   */
  add(entry: NewEntry, options?: AddOptions): Promise<Entry>;
  /**
   * Returns the newest entry, or null before the first entry. The index is eventually consistent, so the result may be
   * slightly outdated.
   */
  latest(): Promise<Entry | null>;
  /**
   * Returns the entry with exactly this key, or null. The read is strongly consistent, so it sees all completed writes.
   */
  find(key: EntryKey): Promise<Entry | null>;
  /**
   * Returns entries older than `before`, newest first. The key `before` need not belong to an existing entry. Its
   * timestamp may have any length, because other programs write timestamps of other lengths.
   * @param limit 1 to 100
   */
  list(limit: number, before?: EntryKey): Promise<EntryPage>;
}
