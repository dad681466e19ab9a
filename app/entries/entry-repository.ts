import type { Entry, EntryKey, NewEntry } from './entry';

/** One page of entries, newest first. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  /** The place to go on from, or null on the last page. */
  readonly next: EntryKey | null;
}

/**
 * Where entries are kept. Every method answers within 2 s or throws: `StoreUnavailable` when the store refuses, hangs or
 * throttles, which HTTP shows as 503.
 */
export interface EntryRepository {
  /** Stores one entry under a key that nobody else has; never overwrites. */
  add(entry: NewEntry): Promise<Entry>;
  /** The newest entry, or null before the first. Read from an index, so it may lag behind a write by moments. */
  latest(): Promise<Entry | null>;
  /** The entry under exactly this key, read consistently: a write that was answered is seen. */
  find(key: EntryKey): Promise<Entry | null>;
  /**
   * Entries older than `before`, newest first. `before` is a place in the order, whether an entry is there or not.
   * @param limit 1 to 100
   */
  list(limit: number, before?: EntryKey): Promise<EntryPage>;
}

/** The store did not answer as it should; the message is plain enough to show, the cause is for the log. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown) {
    super('The entries table is not answering. Please try again in a moment.', { cause });
  }
}
