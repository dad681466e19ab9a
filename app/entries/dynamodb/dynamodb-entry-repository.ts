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
import { EntryIndex } from './entry-index';
import { readItem } from './entry-item';
import { EntryWriter } from './entry-writer';

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
 * The maximum numbers of concurrent calls. Their sum is below the SDK's 50 connections, because a request that waits
 * for a connection may exceed its connection timeout. The query for the latest entry is not limited. Lookups have their
 * own limit, because clients can cause any number of them, and posts and lists must not wait for them.
 */
const maxCalls = { find: 8, other: 40 };

/** Creates a repository that stores entries in DynamoDB. It never scans the table. */
export function createEntryRepository(props: EntryRepositoryProps): EntryRepository {
  return new DynamoDbEntryRepository(props);
}

class DynamoDbEntryRepository implements EntryRepository {
  readonly #table: EntriesTable;
  readonly #clock: EntryClock;
  readonly #index: EntryIndex;
  readonly #writer: EntryWriter;
  readonly #timeoutMs: number;
  readonly #lookupQueue: CallQueue;
  readonly #otherQueue: CallQueue;

  constructor(props: EntryRepositoryProps) {
    this.#table = new EntriesTable(props.client, props.tableName);
    this.#clock = new EntryClock(props);
    this.#index = new EntryIndex(this.#table, props);
    this.#writer = new EntryWriter({ table: this.#table, clock: this.#clock, metrics: props.metrics });
    this.#timeoutMs = props.timeoutMs ?? 1_500;
    const maxWaitMs = Math.round((this.#timeoutMs * 2) / 3);
    this.#lookupQueue = new CallQueue({ size: maxCalls.find, maxWaitMs });
    this.#otherQueue = new CallQueue({ size: maxCalls.other, maxWaitMs });
  }

  now(): number {
    return this.#clock.now();
  }

  createRetryToken(): EntryRetryToken {
    return this.#writer.createRetryToken();
  }

  add(entry: NewEntry, options: AddOptions = {}): Promise<Entry> {
    return this.#queued(this.#otherQueue, (signal) => this.#writer.write(entry, options, signal));
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
      // Reads one entry more than the page contains, to find out whether there is another page.
      const found = await this.#newest(limit + 1, before, signal);
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      if (found.length <= limit || last === undefined) return { entries, next: null };
      return { entries, next: { username: last.username, timestamp: last.timestamp } };
    });
  }

  async #newest(limit: number, before: EntryKey | undefined, signal: AbortSignal): Promise<Entry[]> {
    const entries = await this.#index.newest(limit, before, signal);
    if (entries[0] !== undefined) this.#clock.observe(entries[0].timestamp);
    return entries;
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
