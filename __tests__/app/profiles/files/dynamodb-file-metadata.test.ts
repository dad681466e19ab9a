import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createFileMetadata } from '../../../../app/profiles/files/dynamodb-file-metadata';
import type { FileMetadata, FileRecord } from '../../../../app/profiles/files/file-metadata';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { uploadsTableActions } from '../../../../contract';
import { TcpProxy } from '../../../support/http/tcp-proxy';
import { createPatientClient, type DynamoDb, startDynalite } from '../../../support/stores/dynamodb';
import { createUploadsTable } from '../../../support/stores/dynamodb-tables';
import { FaultyStore } from '../../../support/stores/faulty-store';
import { sentCommands } from '../../../support/stores/sent-commands';
import { unreachedMs } from '../../../support/stores/timeouts';

describe('FileMetadata in DynamoDB', () => {
  let dynamoDb: DynamoDb;
  let store: FaultyStore;
  let client: DynamoDBClient;
  let metadata: FileMetadata;
  let commands: Set<string>;
  let tableName: string;

  beforeAll(async () => {
    dynamoDb = await startDynalite();
    store = await FaultyStore.start(dynamoDb.endpoint);
    client = createPatientClient(store.endpoint);
    tableName = await createUploadsTable(client);
    commands = sentCommands(client);
    metadata = createFileMetadata({ client, tableName, timeoutMs: unreachedMs });
  });
  afterAll(async () => {
    client?.destroy();
    await store?.stop();
    await dynamoDb?.stop();
  });

  const record: FileRecord = {
    fileId: randomUUID(),
    key: 'files/x',
    size: 10,
    type: 'image/png',
    sha256: 'a'.repeat(64),
    createdAt: '2026-11-21T07:42:43.081Z',
  };

  test('reads the latest write or deletion, although replicas lag', async () => {
    store.lag();
    expect(await metadata.get(record.fileId)).toBeNull();
    await metadata.put(record);
    expect(await metadata.get(record.fileId)).toEqual(record);
    for (const _ of [1, 2]) await metadata.delete(record.fileId);
    expect(await metadata.get(record.fileId)).toBeNull();
  });

  test('needs exactly the permissions of the task role', () => {
    expect([...commands].map((command) => `dynamodb:${command}`).sort()).toEqual([...uploadsTableActions].sort());
  });

  test('throws StoreUnavailable if the table is missing', async () => {
    const missing = createFileMetadata({ client, tableName: 'Missing', timeoutMs: unreachedMs });
    await expect(missing.get(record.fileId)).rejects.toThrow(StoreUnavailable);
  });

  test('throws StoreUnavailable while DynamoDB hangs', async () => {
    const proxy = await TcpProxy.start(Number(new URL(dynamoDb.endpoint).port));
    const far = createPatientClient(`http://127.0.0.1:${proxy.port}`);
    try {
      proxy.hang();
      const cut = createFileMetadata({ client: far, tableName, timeoutMs: 300 });
      await expect(cut.put(record)).rejects.toThrow(StoreUnavailable);
    } finally {
      far.destroy();
      await proxy.stop();
    }
  });
});
