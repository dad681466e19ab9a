import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { withDeadline } from '../stores/deadline';
import { isBug } from '../stores/dynamodb-errors';
import type { Attempt } from './attempt';
import { CallQueue } from './call-queue';
import { EntriesTable } from './entries-table';
import { entriesUnavailable } from './entries-unavailable';
import type { Entry, EntryKey, NewEntry } from './entry';
import { EntryClock, type EntryClockOptions } from './entry-clock';
import { createIndexKey, readItem } from './entry-item';
import type { EntryMetrics } from './entry-metrics';
import { type AddOptions, type EntryPage, type EntryRepository, KeyReused } from './entry-repository';
import { UnreadableItems } from './unreadable-items';

export interface EntryRepositoryProps extends EntryClockOptions {
  readonly client: DynamoDBClient;
  /** The table, with the keys and the index of `contract.ts`. */
  readonly tableName: string;
  /**
   * The time-out of a whole call, in milliseconds. Two attempts and the pause between them could take longer, and whoever
   * waits is promised an answer within 2 s, the work of answering included.
   * @default 1500
   */
  readonly timeoutMs?: number;
  /** Measures each write, and counts items that are not entries. @default no metrics */
  readonly metrics?: Pick<EntryMetrics, 'storeLatency' | 'unreadable'>;
}

/**
 * Calls at a time, the one for the latest entry not counted. The SDK has 50 connections, and a request that waits for one
 * spends its connection time-out. Anybody can have any number of keys looked up, so that look-ups have a share of their
 * own: posts and lists do not wait behind them.
 */
const maxCalls = { find: 8, other: 40 };

/** Keys tried for one entry. A key is taken if another process had the same user in the same microsecond. */
const maxKeys = 100;

/** How long an attempt can be repeated, in milliseconds. */
const repeatableMs = 24 * 3_600_000;

/** The page size of a query that goes on because the page before held items that are no entries. */
const sparsePageSize = 100;

/** Creates the repository that keeps entries in DynamoDB. It never scans. */
export function createEntryRepository(props: EntryRepositoryProps): EntryRepository {
  return new DynamoDbEntryRepository(props);
}

class DynamoDbEntryRepository implements EntryRepository {
  readonly #table: EntriesTable;
  readonly #clock: EntryClock;
  readonly #unreadable: UnreadableItems;
  readonly #timeoutMs: number;
  readonly #metrics: EntryRepositoryProps['metrics'];
  readonly #finds: CallQueue;
  readonly #others: CallQueue;

  constructor(props: EntryRepositoryProps) {
    this.#table = new EntriesTable(props.client, props.tableName);
    this.#clock = new EntryClock(props);
    this.#unreadable = new UnreadableItems(props);
    this.#timeoutMs = props.timeoutMs ?? 1_500;
    this.#metrics = props.metrics;
    const maxWaitMs = Math.round((this.#timeoutMs * 2) / 3);
    this.#finds = new CallQueue({ size: maxCalls.find, maxWaitMs });
    this.#others = new CallQueue({ size: maxCalls.other, maxWaitMs });
  }

  now(): number {
    return this.#clock.now();
  }

  begin(): Attempt {
    return { timestamp: this.#clock.next(), request: randomUUID() };
  }

  add(entry: NewEntry, { attempt, key }: AddOptions = {}): Promise<Entry> {
    return this.#queued(this.#others, async (signal) => {
      if (key !== undefined) return this.#store(entry, await this.#claim(key, entry, signal), signal);
      if (attempt === undefined || this.#isOpen(attempt)) return this.#store(entry, attempt ?? this.begin(), signal);
      const item = await this.#table.get({ ...entry, ...attempt }, signal);
      const stored = item?.request === attempt.request ? readItem(item) : null;
      return stored ?? this.#store(entry, this.begin(), signal);
    });
  }

  latest(): Promise<Entry | null> {
    // Not in the queue: a burst of posts must not take the page from everybody else.
    return this.#bounded(async (signal) => {
      const [latest] = await this.#newest(1, undefined, signal);
      return latest ?? null;
    });
  }

  find(key: EntryKey): Promise<Entry | null> {
    return this.#queued(this.#finds, async (signal) => {
      const item = await this.#table.get(key, signal);
      const entry = item === undefined ? null : readItem(item);
      if (entry !== null) this.#clock.observe(entry.timestamp);
      return entry;
    });
  }

  list(limit: number, before?: EntryKey): Promise<EntryPage> {
    return this.#queued(this.#others, async (signal) => {
      // One more than asked for tells whether this page is the last.
      const found = await this.#newest(limit + 1, before, signal);
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      if (found.length <= limit || last === undefined) return { entries, next: null };
      return { entries, next: { username: last.username, timestamp: last.timestamp } };
    });
  }

  /**
   * Writes an entry under the first of the attempt's keys that is free. A repetition tries the same
   * keys in the same order. Entries are never removed, so it finds what an earlier write of its own has stored; and a write
   * that is still on its way to the table competes for the same key.
   */
  async #store({ username, digits }: NewEntry, { timestamp, request }: Attempt, signal: AbortSignal): Promise<Entry> {
    let entry = { username, timestamp, digits };
    for (let keys = 0; keys < maxKeys; keys++) {
      if (await this.#put(entry, request, signal)) return entry;
      const taken = await this.#table.get(entry, signal);
      if (taken?.request === request) return entry;
      entry = { ...entry, timestamp: this.#clock.after(entry.timestamp, stepOf(request)) };
    }
    throw new Error(`${maxKeys} timestamps in a row were taken`);
  }

  async #claim(key: string, { username, digits }: NewEntry, signal: AbortSignal): Promise<Attempt> {
    const expiresAt = Math.ceil((this.#clock.now() + repeatableMs) / 1_000);
    const claim = { entry: { username, digits }, attempt: this.begin() };
    const { entry: first, attempt } = await this.#table.claim(key, claim, expiresAt, signal);
    if (first.username !== username || first.digits !== digits) throw new KeyReused();
    return attempt;
  }

  /** Whether an entry may still be given the timestamp of this attempt: a client has sent it, and may have made it up. */
  #isOpen({ timestamp }: Attempt): boolean {
    return this.#clock.now() - Date.parse(timestamp) <= repeatableMs && this.#clock.isWithinReach(timestamp);
  }

  /** Writes, and tells how long the table took: what waiting for a turn took is not its doing. */
  async #put(entry: Entry, request: string, signal: AbortSignal): Promise<boolean> {
    const startedAt = performance.now();
    try {
      return await this.#table.put(entry, request, signal);
    } finally {
      this.#metrics?.storeLatency(performance.now() - startedAt);
    }
  }

  /** Up to `limit` entries, newest first. Items that are no entries are passed over. */
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

  /** The entry in an item of the index, or none. */
  #read(item: Record<string, unknown>): Entry[] {
    const entry = readItem(item);
    if (entry !== null) return [entry];
    this.#unreadable.add(item);
    return [];
  }

  #queued<T>(queue: CallQueue, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#bounded((signal) => queue.run(signal, () => call(signal)));
  }

  async #bounded<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw error instanceof KeyReused || isBug(error) ? error : entriesUnavailable(error);
    }
  }
}

/** The microseconds from one key of an attempt to the next, 1 to 1,000: not the same for two that want the same keys. */
function stepOf(request: string): number {
  return 1 + (Number.parseInt(request.slice(0, 8), 16) % 1_000);
}
