import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable } from '../../../contract';
import type { Entry, EntryKey } from '../entry';
import { createItem, createItemKey } from './entry-item';
import {
  createRecordItem,
  createRecordKey,
  type IdempotencyRecord,
  type NewIdempotencyRecord,
  readRecord,
} from './idempotency-record';

const { latestIndex, partitionKey, sortKey } = entriesTable;

/** An item as DynamoDB returns it. Other programs may have written it. */
export type Item = Record<string, unknown>;

/** One page of the index. */
export interface ItemPage {
  readonly items: readonly Item[];
  /** The index key where the next page begins; undefined on the last page. */
  readonly next: Item | undefined;
}

/**
 * Sends the three kinds of requests to the table: a conditional write, a strongly consistent read and a query of the
 * index.
 */
export class EntriesTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: { readonly TableName: string };

  constructor(client: DynamoDBClient, tableName: string) {
    this.#documents = DynamoDBDocumentClient.from(client, {
      // Without this option, the SDK throws if it reads a number that JavaScript cannot represent, even in an unused
      // attribute.
      unmarshallOptions: { wrapNumbers: true },
    });
    this.#table = { TableName: tableName };
  }

  /**
   * Writes an entry. Returns false if the key of the entry is taken.
   * @param request the id of the request that writes the entry
   */
  put(entry: Entry, request: string, abortSignal: AbortSignal): Promise<boolean> {
    return this.#putNew(createItem(entry, request), abortSignal);
  }

  /**
   * Records the first use of an idempotency key, unless the key was used before.
   * @returns the record of the first use
   */
  async useIdempotencyKey(
    key: string,
    record: NewIdempotencyRecord,
    abortSignal: AbortSignal,
  ): Promise<IdempotencyRecord> {
    if (await this.#putNew(createRecordItem(key, record), abortSignal)) return record;
    const item = await this.#read(createRecordKey(key), abortSignal);
    // The record may have expired: DynamoDB may have deleted it between the write and the read.
    return item === undefined ? this.useIdempotencyKey(key, record, abortSignal) : readRecord(item);
  }

  /** Writes an item. Returns false if the key of the item is taken. */
  async #putNew(Item: Item, abortSignal: AbortSignal): Promise<boolean> {
    const command = new PutCommand({
      ...this.#table,
      Item,
      ConditionExpression: 'attribute_not_exists(#partitionKey)',
      ExpressionAttributeNames: { '#partitionKey': partitionKey },
    });
    try {
      await this.#documents.send(command, { abortSignal });
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  /** Reads one item with a strongly consistent read, which includes all completed writes. */
  get(key: EntryKey, abortSignal: AbortSignal): Promise<Item | undefined> {
    return this.#read(createItemKey(key), abortSignal);
  }

  async #read(Key: Item, abortSignal: AbortSignal): Promise<Item | undefined> {
    const command = new GetCommand({ ...this.#table, Key, ConsistentRead: true });
    const { Item } = await this.#documents.send(command, { abortSignal });
    return Item;
  }

  /**
   * Returns one page of the index, newest first, starting after `start`. DynamoDB may return fewer items than `limit`.
   */
  async query(limit: number, start: Item | undefined, abortSignal: AbortSignal): Promise<ItemPage> {
    const command = new QueryCommand({
      ...this.#table,
      IndexName: latestIndex.name,
      KeyConditionExpression: '#feed = :feed',
      // The projection excludes attributes that other programs add. `#timestamp` is an alias, because "timestamp" is a
      // reserved word.
      ProjectionExpression: '#username, #timestamp, digits',
      ExpressionAttributeNames: { '#feed': latestIndex.partitionKey, '#username': partitionKey, '#timestamp': sortKey },
      ExpressionAttributeValues: { ':feed': latestIndex.partitionValue },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: start,
    });
    const { Items, LastEvaluatedKey } = await this.#documents.send(command, { abortSignal });
    return { items: Items ?? [], next: LastEvaluatedKey };
  }
}
