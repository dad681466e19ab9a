import { entriesUnavailable } from './entries-unavailable';
import type { Entry, EntryKey } from './entry';

/**
 * The maximum number of concurrent lookups of different entries. Each lookup ends within the timeout of the repository.
 */
const maxLookups = 1_000;

/** Looks up entries by their keys. Concurrent lookups of the same entry share one read. */
export class EntryLookups {
  readonly #read: (key: EntryKey) => Promise<Entry | null>;
  readonly #running = new Map<string, Promise<Entry | null>>();

  /** @param read reads an entry from the table */
  constructor(read: (key: EntryKey) => Promise<Entry | null>) {
    this.#read = read;
  }

  /**
   * Returns the entry with this key, or null.
   * @throws StoreUnavailable if too many lookups are running; also the errors of the read
   */
  find(key: EntryKey): Promise<Entry | null> {
    const name = JSON.stringify([key.username, key.timestamp]);
    const running = this.#running.get(name);
    if (running !== undefined) return running;
    if (this.#running.size >= maxLookups) {
      return Promise.reject(entriesUnavailable(new Error(`More than ${maxLookups} entries are being looked up`)));
    }
    const lookup = this.#read(key).finally(() => this.#running.delete(name));
    this.#running.set(name, lookup);
    return lookup;
  }
}
