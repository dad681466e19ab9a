import { entriesUnavailable } from './entries-unavailable';
import type { Entry, EntryKey } from './entry';
import type { EntryRepository } from './entry-repository';

export interface LatestEntryOptions {
  /**
   * How long an answer of the table, or its failure, is shared, in milliseconds. For half as long again the answer, but
   * not the failure, is given while the next one is on its way.
   * @default 1000, so that nothing older than 1.5 s is given: of the promised 2 s, half a second is left for the page
   */
  readonly ttlMs?: number;
  /**
   * The time in milliseconds, from any beginning.
   * @default performance.now, which nobody sets back
   */
  readonly now?: () => number;
}

/** An entry that the index does not confirm for this long has been deleted rather than delayed. */
const maxIndexLagMs = 60_000;

/** So many different entries may be looked up at a time; each look-up ends within the repository's deadline. */
const maxLookups = 1_000;

/**
 * The latest entry as this process knows it: one query a second at most, whatever the traffic, which the traffic does not
 * wait for; and never an older entry after a newer one, although the index may lag behind what we wrote or read
 * consistently.
 */
export class LatestEntry {
  readonly #repository: EntryRepository;
  readonly #ttlMs: number;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  readonly #lookups = new Map<string, Promise<Entry | null>>();
  #newest: { readonly entry: Entry; readonly heldUntil: number } | null = null;
  #reading: Promise<void> | null = null;
  /** When the query of the last answer began, or the last failure came. */
  #readAt = Number.NEGATIVE_INFINITY;
  #failure: unknown = null;

  constructor(repository: EntryRepository, options: LatestEntryOptions = {}) {
    this.#repository = repository;
    this.#ttlMs = options.ttlMs ?? 1_000;
    this.#maxAgeMs = this.#ttlMs * 1.5;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * The latest entry, or null before the first. It may be half as old again as `ttlMs`: the query for the next answer
   * is then under way, and only those who come later still wait for it.
   * @throws StoreUnavailable when the table does not answer; the failure, too, is shared for `ttlMs`
   */
  get(): Promise<Entry | null> {
    return this.#within(this.#failure === null ? this.#maxAgeMs : this.#ttlMs);
  }

  /**
   * The latest entry as `get()` gives it, but those who find it older than `ttlMs` wait for the query.
   * @throws StoreUnavailable as `get()` does
   */
  getFresh(): Promise<Entry | null> {
    return this.#within(this.#ttlMs);
  }

  /**
   * The entry under this key, read consistently, or null; from then on it counts for `get()`. Callers with the same key
   * at the same time share one read.
   * @throws StoreUnavailable when the table does not answer, or too many entries are being looked up
   */
  find(key: EntryKey): Promise<Entry | null> {
    const newest = this.#newest?.entry;
    if (newest?.username === key.username && newest.timestamp === key.timestamp) return Promise.resolve(newest);

    const name = JSON.stringify([key.username, key.timestamp]);
    const underWay = this.#lookups.get(name);
    if (underWay !== undefined) return underWay;
    if (this.#lookups.size >= maxLookups) {
      return Promise.reject(entriesUnavailable(new Error(`${maxLookups} entries are being looked up already`)));
    }
    const lookup = this.#lookUp(key).finally(() => this.#lookups.delete(name));
    this.#lookups.set(name, lookup);
    return lookup;
  }

  /** Takes note of an entry that surely exists: one we wrote, or read consistently. */
  observe(entry: Entry): void {
    const newest = this.#newest?.entry;
    if (newest !== undefined && entry.timestamp < newest.timestamp) return;
    const isSame = newest?.timestamp === entry.timestamp;
    this.#newest = { entry: isSame ? newest : entry, heldUntil: this.#now() + maxIndexLagMs };
  }

  async #lookUp(key: EntryKey): Promise<Entry | null> {
    const entry = await this.#repository.find(key);
    if (entry !== null) this.observe(entry);
    return entry;
  }

  /** What is known, or, where that is `maxAgeMs` old, what the query tells. */
  async #within(maxAgeMs: number): Promise<Entry | null> {
    const age = this.#now() - this.#readAt;
    if (age >= this.#ttlMs) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = null;
      });
      if (age >= maxAgeMs) await this.#reading;
    }
    if (this.#failure !== null) throw this.#failure;
    return this.#newest?.entry ?? null;
  }

  /** A failure is kept for those who ask rather than thrown, for perhaps nobody waits. */
  async #read(): Promise<void> {
    const startedAt = this.#now();
    try {
      const entry = await this.#repository.latest();
      this.#forgetUnconfirmed();
      if (entry !== null) this.observe(entry);
      this.#failure = null;
      // From the start of the query: an entry written while it ran may be missing from the answer.
      this.#readAt = startedAt;
    } catch (error) {
      this.#failure = error;
      this.#readAt = this.#now();
    }
  }

  #forgetUnconfirmed(): void {
    if (this.#newest !== null && this.#now() >= this.#newest.heldUntil) this.#newest = null;
  }
}
