import { randomUUID } from 'node:crypto';
import { EntryClock } from '../../../app/entries/dynamodb/entry-clock';
import { entriesUnavailable } from '../../../app/entries/entries-unavailable';
import type { Entry, EntryKey, NewEntry } from '../../../app/entries/entry';
import type { AddOptions, EntryPage, EntryRepository } from '../../../app/entries/entry-repository';
import type { EntryRetryToken } from '../../../app/entries/retry-token';

/** An entry repository in memory. It can simulate a table that fails, and an index that lags. */
export class MemoryEntries implements EntryRepository {
  readonly entries: Entry[] = [];
  readonly calls = { add: 0, latest: 0, find: 0, list: 0 };
  isDown = false;
  /** The latest entry that a lagging index returns. Undefined if the index does not lag. */
  staleLatest: Entry | null | undefined;
  readonly #clock = new EntryClock();

  now(): number {
    return this.#clock.now();
  }

  createRetryToken(): EntryRetryToken {
    return { timestamp: this.#clock.next(), request: randomUUID() };
  }

  /** Adds an entry, even if the call is a retry. Retries are tested with DynamoDB engines only. */
  async add(entry: NewEntry, { retryToken }: AddOptions = {}): Promise<Entry> {
    this.#call('add');
    const { timestamp } = retryToken ?? this.createRetryToken();
    const added = { username: entry.username, timestamp, digits: entry.digits };
    this.entries.unshift(added);
    return added;
  }

  async latest(): Promise<Entry | null> {
    this.#call('latest');
    return this.staleLatest === undefined ? (this.entries[0] ?? null) : this.staleLatest;
  }

  async find(key: EntryKey): Promise<Entry | null> {
    this.#call('find');
    const isWanted = (entry: Entry) => entry.username === key.username && entry.timestamp === key.timestamp;
    return this.entries.find(isWanted) ?? null;
  }

  async list(limit: number, before?: EntryKey): Promise<EntryPage> {
    this.#call('list');
    const older = this.entries.filter((entry) => before === undefined || entry.timestamp < before.timestamp);
    const entries = older.slice(0, limit);
    return { entries, next: older.length > limit ? (entries.at(-1) ?? null) : null };
  }

  #call(name: keyof typeof this.calls): void {
    this.calls[name] += 1;
    if (this.isDown) throw entriesUnavailable(new Error('down'));
  }
}
