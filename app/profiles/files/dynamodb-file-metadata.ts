import {
  type AttributeValue,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { uploadsTable } from '../../../contract';
import { withDeadline } from '../../stores/deadline';
import { isBug } from '../../stores/dynamodb-errors';
import { profilesUnavailable } from '../unavailable';
import type { FileMetadata, FileRecord } from './file-metadata';
import { fileTypes } from './file-type';

export interface FileMetadataProps {
  readonly client: DynamoDBClient;
  /** The name of the table. `contract.ts` defines the key of the table. */
  readonly tableName: string;
  /**
   * The timeout of a call with all its attempts, in milliseconds.
   * @default 1_500
   */
  readonly timeoutMs?: number;
}

const recordSchema = v.object({
  key: v.string(),
  size: v.number(),
  type: v.picklist(fileTypes),
  sha256: v.string(),
  createdAt: v.string(),
});

/** Creates a store of file metadata in DynamoDB. The caller must close the client. */
export function createFileMetadata(props: FileMetadataProps): FileMetadata {
  return new DynamoDbFileMetadata(props);
}

class DynamoDbFileMetadata implements FileMetadata {
  readonly #client: DynamoDBClient;
  readonly #table: { readonly TableName: string };
  readonly #timeoutMs: number;

  constructor({ client, tableName, timeoutMs = 1_500 }: FileMetadataProps) {
    this.#client = client;
    this.#table = { TableName: tableName };
    this.#timeoutMs = timeoutMs;
  }

  async put({ fileId, ...known }: FileRecord): Promise<void> {
    const command = new PutItemCommand({ ...this.#table, Item: { ...keyOf(fileId), ...marshall(known) } });
    await this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  async get(fileId: string): Promise<FileRecord | null> {
    const command = new GetItemCommand({ ...this.#table, Key: keyOf(fileId), ConsistentRead: true });
    const { Item } = await this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal }));
    return Item === undefined ? null : { fileId, ...v.parse(recordSchema, unmarshall(Item)) };
  }

  async delete(fileId: string): Promise<void> {
    const command = new DeleteItemCommand({ ...this.#table, Key: keyOf(fileId) });
    await this.#withTimeout((abortSignal) => this.#client.send(command, { abortSignal }));
  }

  async #withTimeout<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw isBug(error) ? error : profilesUnavailable(error);
    }
  }
}

function keyOf(fileId: string): Record<string, AttributeValue> {
  return marshall({ [uploadsTable.partitionKey]: fileId });
}
