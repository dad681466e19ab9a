import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createDynamoDbClient } from '../../../app/stores/dynamodb-client';
import { entriesTable, uploadsTable } from '../../../contract';
import { Process } from '../../../tools/shared/process';
import { listenOnLoopback } from '../http/loopback-server';
import { until } from '../jest/until';

/** A running DynamoDB engine. */
export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Returns the environment variables with which a process uses the engine: its endpoint, and credentials without
 * permissions.
 */
export function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL_DYNAMODB: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

const region = 'eu-central-1';

/** Starts dynalite in this process, on loopback, in memory. */
export async function startDynalite(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      // Waits for running requests, because dynalite ends the process if the store is closed during a request.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/** Starts the dynoxide binary, on loopback, in memory. */
export async function startDynoxide(program: string): Promise<DynamoDb> {
  // dynoxide does not report its port if it gets port 0.
  const port = await findFreePort();
  const engine = new Process(program, ['serve', '--host', '127.0.0.1', '--port', String(port)], {
    stdio: 'ignore',
    killAtExit: true,
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilAnswering(endpoint, engine.child);
  return {
    endpoint,
    stop: async () => {
      engine.signal('SIGKILL');
      await engine.ended;
    },
  };
}

/**
 * Creates a client as the app does, for an engine that accepts any credentials. With `DDB_ENDPOINT`, the SDK finds the
 * credentials.
 */
export function createTestClient(endpoint: string): DynamoDBClient {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return createDynamoDbClient({ region: process.env.AWS_REGION ?? region, endpoint });
}

/** Creates an empty table with the schema in `contract.ts` and a unique name. Returns the name. */
export async function createEntriesTable(
  client: DynamoDBClient,
  options: { withIndex?: boolean } = {},
): Promise<string> {
  const { partitionKey, sortKey, latestIndex } = entriesTable;
  const withIndex = options.withIndex ?? true;
  const TableName = `entries-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [partitionKey, sortKey, ...(withIndex ? [latestIndex.partitionKey] : [])].map((name) => ({
        AttributeName: name,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
      ...(withIndex && {
        GlobalSecondaryIndexes: [
          {
            IndexName: latestIndex.name,
            KeySchema: [
              { AttributeName: latestIndex.partitionKey, KeyType: 'HASH' },
              { AttributeName: latestIndex.sortKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    }),
  );
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    const indexes = Table?.GlobalSecondaryIndexes ?? [];
    if (Table?.TableStatus === 'ACTIVE' && indexes.every((index) => index.IndexStatus === 'ACTIVE')) return TableName;
    await sleep(20);
  }
}

/** Creates an empty table of file metadata with the schema in `contract.ts` and a unique name. Returns the name. */
export async function createUploadsTable(client: DynamoDBClient): Promise<string> {
  const { partitionKey } = uploadsTable;
  const TableName = `uploads-${randomUUID()}`;
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
      KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    }),
  );
  await until(async () => {
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    return Table?.TableStatus === 'ACTIVE';
  });
  return TableName;
}

/** Returns a free loopback port, for programs that do not report the port they get. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  server.close();
  await once(server, 'close');
  return port;
}

async function waitUntilAnswering(url: string, child: ChildProcess): Promise<void> {
  const giveUpAt = Date.now() + 10_000;
  while (Date.now() < giveUpAt && child.exitCode === null) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(10);
    }
  }
  child.kill('SIGKILL');
  throw new Error(`${child.spawnfile} did not respond at ${url}`);
}
