import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateTableCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { entriesTable, uploadsTable } from '../../../contract';
import { until } from '../jest/until';

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
