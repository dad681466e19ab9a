import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CallQueue } from '../../stores/call-queue';
import { withDeadline } from '../../stores/deadline';
import { isBug } from '../../stores/dynamodb-errors';
import { entriesUnavailable } from '../entries-unavailable';
import type { Entry, EntryKey, NewEntry } from '../entry';
import type { EntryMetrics } from '../entry-metrics';
import { type AddOptions, type EntryPage, type EntryRepository, IdempotencyKeyReused } from '../entry-repository';
import type { EntryRetryToken } from '../retry-token';
import { EntriesTable } from './entries-table';
import { EntryClock, type EntryClockOptions } from './entry-clock';
import { createIndexKey, readItem } from './entry-item';
import { UnreadableItems } from './unreadable-items';

export interface EntryRepositoryProps extends EntryClockOptions {
  readonly client: DynamoDBClient;
  /** The name of the table. `contract.ts` defines the keys and the index of the table. */
  readonly tableName: string;
  /**
   * The timeout of a call in milliseconds, including a retry and the delay before it. The app must respond within 2 s,
   * and needs the rest of that time for its own work.
   * @default 1500
   */
  readonly timeoutMs?: number;
  /**
   * Measures each write, and counts items that are not entries.
   * @default no metrics
   */
  readonly metrics?: Pick<EntryMetrics, 'storeLatency' | 'unreadable'>;
}

/**
 * The maximum numbers of concurrent calls. They stay below the 50 connections of the SDK, because a request that waits
 * for a connection may exceed its connection timeout. The query for the latest entry does not count. Lookups have their
 * own limit: any client can cause any number of lookups, and posts and lists must not wait for them.
 */
const maxCalls = { find: 8, other: 40 };

/**
 * The maximum number of keys that are tried for one entry. A key is taken if another process has stored an entry of the
 * same user in the same microsecond.
 */
const maxKeys = 100;

/** The period after the first request during which retries are recognized, in milliseconds. */
const retryableMs = 24 * 3_600_000;

/** The page size of further queries, which are needed only if the first page contains items that are not entries. */
const sparsePageSize = 100;

/** Creates a repository that stores entries in DynamoDB. It never scans the table. */
export function createEntryRepository(props: EntryRepositoryProps): EntryRepository {
  return new DynamoDbEntryRepository(props);
}

class DynamoDbEntryRepository implements EntryRepository {
  readonly #table: EntriesTable;
  readonly #clock: EntryClock;
  readonly #unreadable: UnreadableItems;
  readonly #timeoutMs: number;
  readonly #metrics: EntryRepositoryProps['metrics'];
  readonly #lookupQueue: CallQueue;
  readonly #otherQueue: CallQueue;

  constructor(props: EntryRepositoryProps) {
    this.#table = new EntriesTable(props.client, props.tableName);
    this.#clock = new EntryClock(props);
    this.#unreadable = new UnreadableItems(props);
    this.#timeoutMs = props.timeoutMs ?? 1_500;
    this.#metrics = props.metrics;
    const maxWaitMs = Math.round((this.#timeoutMs * 2) / 3);
    this.#lookupQueue = new CallQueue({ size: maxCalls.find, maxWaitMs });
    this.#otherQueue = new CallQueue({ size: maxCalls.other, maxWaitMs });
  }

  now(): number {
    return this.#clock.now();
  }

  createRetryToken(): EntryRetryToken {
    return { timestamp: this.#clock.next(), request: randomUUID() };
  }

  add(entry: NewEntry, { retryToken, idempotencyKey }: AddOptions = {}): Promise<Entry> {
    return this.#queued(this.#otherQueue, async (signal) => {
      if (idempotencyKey !== undefined) {
        return this.#store(entry, await this.#retryTokenOf(idempotencyKey, entry, signal), signal);
      }
      if (retryToken === undefined || this.#isUsable(retryToken))
        return this.#store(entry, retryToken ?? this.createRetryToken(), signal);
      const item = await this.#table.get({ ...entry, ...retryToken }, signal);
      const stored = item?.request === retryToken.request ? readItem(item) : null;
      return stored ?? this.#store(entry, this.createRetryToken(), signal);
    });
  }

  latest(): Promise<Entry | null> {
    // This query skips the queue, so that a burst of posts does not delay the home page for everyone.
    return this.#withTimeout(async (signal) => {
      const [latest] = await this.#newest(1, undefined, signal);
      return latest ?? null;
    });
  }

  find(key: EntryKey): Promise<Entry | null> {
    return this.#queued(this.#lookupQueue, async (signal) => {
      const item = await this.#table.get(key, signal);
      const entry = item === undefined ? null : readItem(item);
      if (entry !== null) this.#clock.observe(entry.timestamp);
      return entry;
    });
  }

  list(limit: number, before?: EntryKey): Promise<EntryPage> {
    return this.#queued(this.#otherQueue, async (signal) => {
      // One additional entry shows whether this page is the last.
      const found = await this.#newest(limit + 1, before, signal);
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      if (found.length <= limit || last === undefined) return { entries, next: null };
      return { entries, next: { username: last.username, timestamp: last.timestamp } };
    });
  }

  /**
   * Writes an entry under the first free key of its retry token. A retry tries the same keys in the same order. Entries
   * are never deleted, so the retry finds the entry if an earlier write has stored it. A write that is still in flight
   * competes for the same key.
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
    const record = { entry: { username, digits }, retryToken: this.createRetryToken() };
    const { entry: first, retryToken } = await this.#table.useIdempotencyKey(idempotencyKey, record, expiresAt, signal);
    if (first.username !== username || first.digits !== digits) throw new IdempotencyKeyReused();
    return retryToken;
  }

  /**
   * Whether a new entry may still get the timestamp of this retry token: the timestamp must be neither too old nor too
   * far ahead of the clock. The client could have forged the token.
   */
  #isUsable({ timestamp }: EntryRetryToken): boolean {
    return this.#clock.now() - Date.parse(timestamp) <= retryableMs && this.#clock.canFollow(timestamp);
  }

  /** Writes an entry, and measures how long the table takes, without the time in the queue. */
  async #put(entry: Entry, request: string, signal: AbortSignal): Promise<boolean> {
    const startedAt = performance.now();
    try {
      return await this.#table.put(entry, request, signal);
    } finally {
      this.#metrics?.storeLatency(performance.now() - startedAt);
    }
  }

  /** Returns up to `limit` entries, newest first. Skips items that are not entries. */
  async #newest(limit: number, before: EntryKey | undefined, signal: AbortSignal): Promise<Entry[]> {
    const entries: Entry[] = [];
    let page = await this.#table.query(limit, before && createIndexKey(before), signal);
    for (;;) {
      entries.push(...page.items.flatMap((item) => this.#read(item)));
      if (entries.length >= limit || page.next === undefined) break;
      page = await this.#table.query(sparsePageSize, page.next, signal);
    }
    if (entries[0] !== undefined) this.#clock.observe(entries[0].timestamp);
    return entries.slice(0, limit);
  }

  /**
   * Returns a list with the entry in an item of the index. If the item is not an entry, counts the item and returns an
   * empty list.
   */
  #read(item: Record<string, unknown>): Entry[] {
    const entry = readItem(item);
    if (entry !== null) return [entry];
    this.#unreadable.add(item);
    return [];
  }

  #queued<T>(queue: CallQueue, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#withTimeout((signal) => queue.run(signal, () => call(signal)));
  }

  async #withTimeout<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw error instanceof IdempotencyKeyReused || isBug(error) ? error : entriesUnavailable(error);
    }
  }
}

/**
 * Returns the distance between the keys that are tried for an entry, 1 to 1,000 microseconds. It depends on the
 * request, so that concurrent requests try different keys.
 */
function stepOf(request: string): number {
  return 1 + (Number.parseInt(request.slice(0, 8), 16) % 1_000);
}
