import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable } from '../../contract';
import { CallQueue } from './call-queue';
import { withDeadline } from './deadline';
import { toStoreError } from './dynamodb-errors';
import type { Entry, EntryKey, NewEntry } from './entry';
import { EntryClock, type EntryClockOptions } from './entry-clock';
import { createIndexKey, createItem, createItemKey, readItem } from './entry-item';
import type { EntryPage, EntryRepository } from './entry-repository';

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
}

/**
 * Calls at a time, the one for the latest entry not counted. The SDK has 50 connections, and a request that waits for one
 * spends its connection time-out.
 */
const maxCalls = 40;

/** So many microseconds are tried for one entry; a taken one means that another process had the same user in the same. */
const maxKeys = 100;

/** The page size of a query that goes on because the page before held items that are no entries. */
const sparsePageSize = 100;

const { latestIndex, partitionKey, sortKey } = entriesTable;

/** Creates the repository that keeps entries in DynamoDB. It never scans. */
export function createEntryRepository(props: EntryRepositoryProps): EntryRepository {
  return new DynamoDbEntryRepository(props);
}

class DynamoDbEntryRepository implements EntryRepository {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: { readonly TableName: string };
  readonly #clock: EntryClock;
  readonly #queue: CallQueue;
  readonly #timeoutMs: number;

  constructor(props: EntryRepositoryProps) {
    this.#documents = DynamoDBDocumentClient.from(props.client, {
      // A number that JavaScript cannot hold would throw, though nobody asked for it.
      unmarshallOptions: { wrapNumbers: true },
    });
    this.#table = { TableName: props.tableName };
    this.#clock = new EntryClock(props);
    this.#timeoutMs = props.timeoutMs ?? 1_500;
    this.#queue = new CallQueue({ size: maxCalls, maxWaitMs: Math.round((this.#timeoutMs * 2) / 3) });
  }

  add(entry: NewEntry): Promise<Entry> {
    return this.#queued(async (abortSignal) => {
      const request = randomUUID();
      for (let keys = 0; keys < maxKeys; keys++) {
        const added = { username: entry.username, timestamp: this.#clock.next(), digits: entry.digits };
        if (await this.#put(added, request, abortSignal)) return added;
      }
      throw new Error(`${maxKeys} timestamps in a row were taken`);
    });
  }

  latest(): Promise<Entry | null> {
    // Not in the queue: a burst of posts must not take the page from everybody else.
    return this.#bounded(async (abortSignal) => {
      const [latest] = await this.#newest(1, undefined, abortSignal);
      return latest ?? null;
    });
  }

  find(key: EntryKey): Promise<Entry | null> {
    return this.#queued(async (abortSignal) => {
      const { Item } = await this.#documents.send(
        new GetCommand({ ...this.#table, Key: createItemKey(key), ConsistentRead: true }),
        { abortSignal },
      );
      const entry = Item === undefined ? null : readItem(Item);
      if (entry !== null) this.#clock.observe(entry.timestamp);
      return entry;
    });
  }

  list(limit: number, before?: EntryKey): Promise<EntryPage> {
    return this.#queued(async (abortSignal) => {
      // One more than asked for tells whether this page is the last.
      const found = await this.#newest(limit + 1, before, abortSignal);
      const entries = found.slice(0, limit);
      const last = entries.at(-1);
      if (found.length <= limit || last === undefined) return { entries, next: null };
      return { entries, next: { username: last.username, timestamp: last.timestamp } };
    });
  }

  /** Stores the entry unless its key is taken. True when it is stored, by this attempt or by one whose answer was lost. */
  async #put(entry: Entry, request: string, abortSignal: AbortSignal): Promise<boolean> {
    try {
      await this.#documents.send(
        new PutCommand({
          ...this.#table,
          Item: createItem(entry, request),
          ConditionExpression: 'attribute_not_exists(#partitionKey)',
          ExpressionAttributeNames: { '#partitionKey': partitionKey },
        }),
        { abortSignal },
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
    // The SDK repeats a write whose answer was lost; the repetition finds the key taken by ourselves.
    const { Item } = await this.#documents.send(
      new GetCommand({ ...this.#table, Key: createItemKey(entry), ConsistentRead: true }),
      { abortSignal },
    );
    return Item?.request === request;
  }

  /** Up to `limit` entries, newest first. Items that are no entries are passed over. */
  async #newest(limit: number, before: EntryKey | undefined, abortSignal: AbortSignal): Promise<Entry[]> {
    const entries: Entry[] = [];
    let place = before && createIndexKey(before);
    let pageSize = limit;
    do {
      const page = await this.#documents.send(
        new QueryCommand({
          ...this.#table,
          IndexName: latestIndex.name,
          KeyConditionExpression: '#feed = :feed',
          // A projection leaves what other programs put into their items unread; "timestamp" is a reserved word.
          ProjectionExpression: '#username, #timestamp, digits',
          ExpressionAttributeNames: {
            '#feed': latestIndex.partitionKey,
            '#username': partitionKey,
            '#timestamp': sortKey,
          },
          ExpressionAttributeValues: { ':feed': latestIndex.partitionValue },
          ScanIndexForward: false,
          Limit: pageSize,
          ExclusiveStartKey: place,
        }),
        { abortSignal },
      );
      for (const item of page.Items ?? []) {
        const entry = readItem(item);
        if (entry !== null) entries.push(entry);
      }
      place = page.LastEvaluatedKey;
      pageSize = sparsePageSize;
    } while (entries.length < limit && place !== undefined);
    if (entries[0] !== undefined) this.#clock.observe(entries[0].timestamp);
    return entries.slice(0, limit);
  }

  #queued<T>(work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    return this.#bounded((signal) => this.#queue.run(signal, () => work(signal)));
  }

  async #bounded<T>(work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, work);
    } catch (error) {
      throw toStoreError(error);
    }
  }
}
