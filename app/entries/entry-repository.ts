import type { Attempt } from './attempt';
import type { Entry, EntryKey, NewEntry } from './entry';

/** One page of entries, newest first. */
export interface EntryPage {
  readonly entries: readonly Entry[];
  /** The place to go on from, or null on the last page. */
  readonly next: EntryKey | null;
}

/** What makes it safe to repeat the storing of an entry: at most one of the two. */
export interface AddOptions {
  /** The attempt that is made or repeated, from `begin`. One older than 24 hours is only looked for. @default a new one */
  readonly attempt?: Attempt;
  /** A key of the client's own choice, 1 to 255 characters. It is remembered for 24 hours at least. */
  readonly key?: string;
}

/** An Idempotency-Key was used before, for an entry with another username or other digits. */
export class KeyReused extends Error {
  override readonly name = 'KeyReused';
}

/**
 * Where entries are kept. Every method answers within 2 s or throws `StoreUnavailable`, which HTTP shows as 503: the store
 * refuses, hangs, throttles, is missing or closed to us, or is asked for more than it answers in time. Any other error is
 * a mistake in this program. Items that other programs wrote and that are no entries are passed over.
 */
export interface EntryRepository {
  /** The time by which entries are dated, in milliseconds since 1970: never earlier than a timestamp that this repository gave. */
  now(): number;
  /**
   * Begins an attempt. Its timestamp is later than every one that this repository has given or seen, unless one is more
   * than 5 s ahead of the clock.
   */
  begin(): Attempt;
  /**
   * Stores one entry under a key that nobody else has; never overwrites, and never stores it twice, however often, at the
   * same time and by how many processes the same attempt or key is repeated.
   * @throws StoreUnavailable also if the write went out and no reply came: then it may have been stored, or be stored yet
   * @throws KeyReused
   */
  add(entry: NewEntry, options?: AddOptions): Promise<Entry>;
  /** The newest entry, or null before the first. Read from an index, so it may lag behind a write by moments. */
  latest(): Promise<Entry | null>;
  /** The entry under exactly this key, read consistently: a write that was answered is seen. */
  find(key: EntryKey): Promise<Entry | null>;
  /**
   * Entries older than `before`, newest first. `before` is a place in the order, whether an entry is there or not; an
   * entry of another program may have a timestamp of another length, and its key is a place like any other.
   * @param limit 1 to 100
   */
  list(limit: number, before?: EntryKey): Promise<EntryPage>;
}
