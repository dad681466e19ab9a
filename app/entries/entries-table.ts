import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable } from '../../contract';
import type { Entry, EntryKey } from './entry';
import { createItem, createItemKey } from './entry-item';

const { latestIndex, partitionKey, sortKey } = entriesTable;

/** An item as DynamoDB gives it, whoever wrote it. */
export type Item = Record<string, unknown>;

/** One page of the index. */
export interface ItemPage {
  readonly items: readonly Item[];
  /** The index key to go on from; undefined on the last page. */
  readonly next: Item | undefined;
}

/** The three requests that the app makes of the table: a conditional write, a consistent read and a query of the index. */
export class EntriesTable {
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: { readonly TableName: string };

  constructor(client: DynamoDBClient, tableName: string) {
    this.#documents = DynamoDBDocumentClient.from(client, {
      // A number that JavaScript cannot hold would throw, though nobody asked for it.
      unmarshallOptions: { wrapNumbers: true },
    });
    this.#table = { TableName: tableName };
  }

  /** Writes an entry unless its key is taken. False when it is. */
  async put(entry: Entry, request: string, abortSignal: AbortSignal): Promise<boolean> {
    const command = new PutCommand({
      ...this.#table,
      Item: createItem(entry, request),
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

  /** Reads one item consistently: a write that was answered is seen. */
  async get(key: EntryKey, abortSignal: AbortSignal): Promise<Item | undefined> {
    const command = new GetCommand({ ...this.#table, Key: createItemKey(key), ConsistentRead: true });
    const { Item } = await this.#documents.send(command, { abortSignal });
    return Item;
  }

  /** One page of the index, newest first, from the place after `start`. DynamoDB may end it before `limit`. */
  async query(limit: number, start: Item | undefined, abortSignal: AbortSignal): Promise<ItemPage> {
    const command = new QueryCommand({
      ...this.#table,
      IndexName: latestIndex.name,
      KeyConditionExpression: '#feed = :feed',
      // A projection leaves what other programs put into their items unread; "timestamp" is a reserved word.
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
