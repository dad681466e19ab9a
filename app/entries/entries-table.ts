import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable } from '../../contract';
import type { Entry, EntryKey } from './entry';
import { type Claim, createClaimItem, createClaimKey, createItem, createItemKey, readClaim } from './entry-item';

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
  put(entry: Entry, request: string, abortSignal: AbortSignal): Promise<boolean> {
    return this.#putNew(createItem(entry, request), abortSignal);
  }

  /**
   * Remembers what a client's own key is used for, unless it was used before.
   * @param expiresAt the second since 1970 in which it may be forgotten
   * @returns what it was first used for
   */
  async claim(key: string, claim: Claim, expiresAt: number, abortSignal: AbortSignal): Promise<Claim> {
    if (await this.#putNew(createClaimItem(key, claim, expiresAt), abortSignal)) return claim;
    const item = await this.#read(createClaimKey(key), abortSignal);
    // DynamoDB may have deleted it in between.
    return item === undefined ? this.claim(key, claim, expiresAt, abortSignal) : readClaim(item);
  }

  /** Writes an item unless its key is taken. False when it is. */
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

  /** Reads one item consistently: a write that was answered is seen. */
  get(key: EntryKey, abortSignal: AbortSignal): Promise<Item | undefined> {
    return this.#read(createItemKey(key), abortSignal);
  }

  async #read(Key: Item, abortSignal: AbortSignal): Promise<Item | undefined> {
    const command = new GetCommand({ ...this.#table, Key, ConsistentRead: true });
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
