import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
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
  readonly #documents: DynamoDBDocumentClient;
  readonly #table: { readonly TableName: string };
  readonly #timeoutMs: number;

  constructor({ client, tableName, timeoutMs = 1_500 }: FileMetadataProps) {
    this.#documents = DynamoDBDocumentClient.from(client);
    this.#table = { TableName: tableName };
    this.#timeoutMs = timeoutMs;
  }

  async put({ fileId, ...known }: FileRecord): Promise<void> {
    const command = new PutCommand({ ...this.#table, Item: { ...keyOf(fileId), ...known } });
    await this.#withTimeout((abortSignal) => this.#documents.send(command, { abortSignal }));
  }

  async get(fileId: string): Promise<FileRecord | null> {
    const command = new GetCommand({ ...this.#table, Key: keyOf(fileId), ConsistentRead: true });
    const { Item } = await this.#withTimeout((abortSignal) => this.#documents.send(command, { abortSignal }));
    return Item === undefined ? null : { fileId, ...v.parse(recordSchema, Item) };
  }

  async delete(fileId: string): Promise<void> {
    const command = new DeleteCommand({ ...this.#table, Key: keyOf(fileId) });
    await this.#withTimeout((abortSignal) => this.#documents.send(command, { abortSignal }));
  }

  async #withTimeout<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, call);
    } catch (error) {
      throw isBug(error) ? error : profilesUnavailable(error);
    }
  }
}

function keyOf(fileId: string): Record<string, string> {
  return { [uploadsTable.partitionKey]: fileId };
}
