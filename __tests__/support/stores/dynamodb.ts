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

/** What a process needs in its environment to reach the engine: the endpoint, and credentials that open nothing. */
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
      // Requests under way are let finish: dynalite ends the process when its store is closed beneath one.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/** Starts the dynoxide binary, on loopback, in memory. */
export async function startDynoxide(program: string): Promise<DynamoDb> {
  // Asked for port 0, it does not tell which one it got.
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

/** Creates a client as the app does, for an engine that takes any credentials; `DDB_ENDPOINT` brings its own. */
export function createTestClient(endpoint: string): DynamoDBClient {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
  return createDynamoDbClient({ region: process.env.AWS_REGION ?? region, endpoint });
}

/** Creates an empty table as `contract.ts` has it, under a name of its own, and gives the name. */
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

/** Creates an empty table of files as `contract.ts` has it, under a name of its own, and gives the name. */
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

/** A loopback port that nobody listens on at this moment, for programs that do not tell which one they got. */
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
  throw new Error(`${child.spawnfile} does not answer at ${url}`);
}
