import { randomUUID } from 'node:crypto';
import type { Entry, NewEntry } from '../entry';
import type { EntryMetrics } from '../entry-metrics';
import { type AddOptions, IdempotencyKeyReused } from '../entry-repository';
import type { EntryRetryToken } from '../retry-token';
import type { EntriesTable } from './entries-table';
import type { EntryClock } from './entry-clock';
import { readItem } from './entry-item';

export interface EntryWriterProps {
  readonly table: EntriesTable;
  readonly clock: EntryClock;
  /**
   * Measures each write.
   * @default no metrics
   */
  readonly metrics?: Pick<EntryMetrics, 'storeLatency'>;
}

/**
 * The maximum number of keys that are tried for one entry. A key is taken if another process has stored an entry of the
 * same user in the same microsecond.
 */
const maxKeys = 100;

/** The period after the first request during which retries are recognized, in milliseconds. */
const retryableMs = 24 * 3_600_000;

/** Writes each entry once, even if requests are retried. */
export class EntryWriter {
  readonly #table: EntriesTable;
  readonly #clock: EntryClock;
  readonly #metrics: EntryWriterProps['metrics'];

  constructor({ table, clock, metrics }: EntryWriterProps) {
    this.#table = table;
    this.#clock = clock;
    this.#metrics = metrics;
  }

  createRetryToken(): EntryRetryToken {
    return { timestamp: this.#clock.next(), request: randomUUID() };
  }

  /**
   * Writes an entry, or finds the entry that an earlier request with the same options has written.
   * @throws IdempotencyKeyReused, and the errors of the table
   */
  async write(entry: NewEntry, { retryToken, idempotencyKey }: AddOptions, signal: AbortSignal): Promise<Entry> {
    if (idempotencyKey !== undefined) {
      return this.#store(entry, await this.#retryTokenOf(idempotencyKey, entry, signal), signal);
    }
    if (retryToken === undefined || this.#isUsable(retryToken))
      return this.#store(entry, retryToken ?? this.createRetryToken(), signal);
    const item = await this.#table.get({ ...entry, ...retryToken }, signal);
    const stored = item?.request === retryToken.request ? readItem(item) : null;
    return stored ?? this.#store(entry, this.createRetryToken(), signal);
  }

  /**
   * Writes an entry under the first free key of its retry token. A retry tries the same keys in the same order, so it
   * finds the entry if an earlier write has stored it: entries are never deleted. If the earlier write is still in
   * flight, only one of the two can take the key.
   */
  async #store(
    { username, digits }: NewEntry,
    { timestamp, request }: EntryRetryToken,
    signal: AbortSignal,
  ): Promise<Entry> {
    let entry = { username, timestamp, digits };
    for (let keys = 0; keys < maxKeys; keys++) {
      if (await this.#put(entry, request, signal)) return entry;
      const taken = await this.#table.get(entry, signal);
      if (taken?.request === request) return entry;
      entry = { ...entry, timestamp: this.#clock.after(entry.timestamp, stepOf(request)) };
    }
    throw new Error(`${maxKeys} timestamps were tried, and all are taken`);
  }

  async #retryTokenOf(
    idempotencyKey: string,
    { username, digits }: NewEntry,
    signal: AbortSignal,
  ): Promise<EntryRetryToken> {
    const expiresAt = Math.ceil((this.#clock.now() + retryableMs) / 1_000);
    const record = { entry: { username, digits }, retryToken: this.createRetryToken(), expiresAt };
    const { entry: first, retryToken } = await this.#table.useIdempotencyKey(idempotencyKey, record, signal);
    if (first.username !== username || first.digits !== digits) throw new IdempotencyKeyReused();
    return retryToken;
  }

  /**
   * Whether a new entry may get the timestamp of this retry token. The timestamp must be neither too old nor too far
   * ahead of the clock, because a client can forge a token.
   */
  #isUsable({ timestamp }: EntryRetryToken): boolean {
    return this.#clock.now() - Date.parse(timestamp) <= retryableMs && this.#clock.canFollow(timestamp);
  }

  /** Writes an entry, and measures how long the table takes. The time in the queue does not count. */
  async #put(entry: Entry, request: string, signal: AbortSignal): Promise<boolean> {
    const startedAt = performance.now();
    try {
      return await this.#table.put(entry, request, signal);
    } finally {
      this.#metrics?.storeLatency(performance.now() - startedAt);
    }
  }
}

/**
 * Returns the distance between two successive timestamps that are tried for an entry, 1 to 1,000 microseconds. It
 * depends on the request, so that concurrent requests try different timestamps.
 */
function stepOf(request: string): number {
  return 1 + (Number.parseInt(request.slice(0, 8), 16) % 1_000);
}
