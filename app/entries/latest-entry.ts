import type { Entry, EntryKey } from './entry';
import { EntryLookups } from './entry-lookups';
import type { EntryRepository } from './entry-repository';

export interface LatestEntryOptions {
  /**
   * How long a result or an error of the table is cached, in milliseconds. During the next query, an expired result is
   * still returned for half of this time. An expired error is not.
   * @default 1000: no result is then older than 1.5 s, and half a second of the promised 2 s is left for the page
   */
  readonly ttlMs?: number;
  /**
   * The current time in milliseconds since any fixed point in time.
   * @default performance.now, which does not change with the system clock
   */
  readonly now?: () => number;
}

/**
 * The maximum delay of the index, in milliseconds. If the index still lacks an entry after this time, the entry was
 * deleted.
 */
const maxIndexLagMs = 60_000;

/**
 * Caches the latest entry. There is at most one query per second, whatever the traffic, and requests do not wait for
 * it. The cache never returns an older entry after a newer one, even if the index lags behind our own writes or
 * strongly consistent reads.
 */
export class LatestEntry {
  readonly #repository: EntryRepository;
  readonly #ttlMs: number;
  readonly #maxAgeMs: number;
  readonly #now: () => number;
  readonly #lookups = new EntryLookups((key) => this.#lookUp(key));
  #newest: { readonly entry: Entry; readonly validUntil: number } | null = null;
  #reading: Promise<void> | null = null;
  /** The start of the last successful query, or the time of the last error, in milliseconds. */
  #readAt = Number.NEGATIVE_INFINITY;
  #failure: unknown = null;

  constructor(repository: EntryRepository, options: LatestEntryOptions = {}) {
    this.#repository = repository;
    this.#ttlMs = options.ttlMs ?? 1_000;
    this.#maxAgeMs = this.#ttlMs * 1.5;
    this.#now = options.now ?? (() => performance.now());
  }

  /**
   * Returns the latest entry, or null before the first entry. While a query runs, a result up to 1.5 times `ttlMs` old
   * is returned. If the result is older, the caller waits for the query.
   * @throws StoreUnavailable if the table does not respond; the error is also cached for `ttlMs`
   */
  get(): Promise<Entry | null> {
    return this.#getWithin(this.#failure === null ? this.#maxAgeMs : this.#ttlMs);
  }

  /** Returns the cached result of `get()`, or undefined if `get()` would start a query or throw. */
  peek(): Entry | null | undefined {
    const isUsable = this.#failure === null && this.#now() - this.#readAt < this.#ttlMs;
    return isUsable ? (this.#newest?.entry ?? null) : undefined;
  }

  /**
   * Returns the latest entry, at most `ttlMs` old. If the cached entry is older, the caller waits for the next query.
   * @throws StoreUnavailable as `get()` does
   */
  getFresh(): Promise<Entry | null> {
    return this.#getWithin(this.#ttlMs);
  }

  /**
   * Returns the entry with this key, or null. The read is strongly consistent, and later calls of `get()` use the
   * result. Concurrent calls with the same key share one read.
   * @throws StoreUnavailable if the table does not respond, or if too many lookups are running
   */
  find(key: EntryKey): Promise<Entry | null> {
    const newest = this.#newest?.entry;
    if (newest?.username === key.username && newest.timestamp === key.timestamp) return Promise.resolve(newest);
    return this.#lookups.find(key);
  }

  /**
   * Records an entry that certainly exists, because this process has written it, or has read it with a strongly
   * consistent read.
   */
  observe(entry: Entry): void {
    const newest = this.#newest?.entry;
    if (newest !== undefined && entry.timestamp < newest.timestamp) return;
    const isSame = newest?.timestamp === entry.timestamp;
    this.#newest = { entry: isSame ? newest : entry, validUntil: this.#now() + maxIndexLagMs };
  }

  async #lookUp(key: EntryKey): Promise<Entry | null> {
    const entry = await this.#repository.find(key);
    if (entry !== null) this.observe(entry);
    return entry;
  }

  /** Returns the cached result, or waits for the next query if the result is older than `maxAgeMs`. */
  async #getWithin(maxAgeMs: number): Promise<Entry | null> {
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

  /** Queries the latest entry. Stores an error instead of throwing it, because often no caller waits for the query. */
  async #read(): Promise<void> {
    const startedAt = this.#now();
    try {
      const entry = await this.#repository.latest();
      this.#removeUnconfirmed();
      if (entry !== null) this.observe(entry);
      this.#failure = null;
      // Stores the start of the query, because the result may lack an entry that was written while the query ran.
      this.#readAt = startedAt;
    } catch (error) {
      this.#failure = error;
      this.#readAt = this.#now();
    }
  }

  #removeUnconfirmed(): void {
    if (this.#newest !== null && this.#now() >= this.#newest.validUntil) this.#newest = null;
  }
}
