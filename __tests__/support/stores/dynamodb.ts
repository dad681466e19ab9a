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

/** A running DynamoDB engine, such as dynalite. */
export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Returns the environment variables with which a process uses a DynamoDB engine: the endpoint, the region, and credentials that no AWS
 * account has.
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

/** Starts dynalite in this process. It listens on loopback and stores data in memory. */
export async function startDynalite(): Promise<DynamoDb> {
  const server = dynalite({ createTableMs: 0 });
  const port = await listenOnLoopback(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: async () => {
      // Closes only idle connections, so that running requests can end. dynalite ends the process if its database is closed during a
      // request.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/**
 * Starts dynoxide in a separate process. It listens on loopback and stores data in memory.
 * @param program the path of the binary
 */
export async function startDynoxide(program: string): Promise<DynamoDb> {
  // With port 0, dynoxide would not report which port it has chosen.
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

/** Creates a client as the app does. If the environment variables contain no credentials, it sets fake ones, which the emulators accept. */
export function createTestClient(endpoint: string): DynamoDBClient {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return createDynamoDbClient({ region: process.env.AWS_REGION ?? region, endpoint });
}

/** Creates the client of the app without its timeouts, for tests that are not about timeouts, because a busy machine is slow. */
export function createPatientClient(endpoint: string): DynamoDBClient {
  const client = createTestClient(endpoint);
  const handler = client.config.requestHandler as { updateHttpClientConfig?: (key: string, value: number) => void };
  for (const limit of ['requestTimeout', 'connectionTimeout']) handler.updateHttpClientConfig?.(limit, 60_000);
  return client;
}

/**
 * Creates an empty table of entries with the schema in `contract.ts` and a unique name.
 * @returns the name of the table
 */
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

/**
 * Creates an empty table of file metadata with the schema in `contract.ts` and a unique name.
 * @returns the name of the table
 */
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

/** Returns a free loopback port, for programs that do not report on which port they listen. */
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
