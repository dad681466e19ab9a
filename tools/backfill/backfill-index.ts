import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable, isDigits, isInstant } from '../../contract';

export interface BackfillProps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /**
   * Limits how many entries are changed per second. The index accepts 1000 writes per second, including those of the app.
   */
  readonly perSecond: number;
  /** Finds the entries, but changes nothing. @default false */
  readonly dryRun?: boolean;
  /** Called after each page of the scan and each batch of updates. */
  readonly onProgress?: (progress: BackfillProgress) => void;
  /** Ends the backfill early when it is aborted. */
  readonly stop: AbortSignal;
}

export interface BackfillProgress {
  /** Items that were read. */
  readonly scanned: number;
  /** Entries found without the attribute. */
  readonly missing: number;
  /** Other items without the attribute. They are not changed, because the app could not show them. */
  readonly unreadable: number;
  /** Entries that got the attribute. The other missing entries were changed or deleted by another process in the meantime. */
  readonly updated: number;
}

type Key = Record<string, unknown>;

const { partitionKey, sortKey, latestIndex } = entriesTable;
const batchSize = 20;

/**
 * Adds the index's partition key to every entry that lacks it. Each update requires that the key is still missing, so the app may write at
 * the same time, and an interrupted run can be repeated.
 * @throws Error if the table has no such index
 */
export async function backfillIndex(props: BackfillProps): Promise<BackfillProgress> {
  await requireIndex(props);
  const documents = DynamoDBDocumentClient.from(props.client);
  const progress = { scanned: 0, missing: 0, unreadable: 0, updated: 0 };

  const pages = paginateScan(
    { client: documents },
    {
      TableName: props.tableName,
      // An item that expires is not an entry: it stores an Idempotency-Key.
      FilterExpression: 'attribute_not_exists(#feed) AND attribute_not_exists(#expiry)',
      ProjectionExpression: '#partitionKey, #sortKey, digits',
      ExpressionAttributeNames: {
        '#feed': latestIndex.partitionKey,
        '#expiry': entriesTable.expiry,
        '#partitionKey': partitionKey,
        '#sortKey': sortKey,
      },
    },
    { abortSignal: props.stop },
  );
  for await (const { Items: items = [], ScannedCount = 0 } of pages) {
    const keys = items.filter(isEntry).map(({ digits: _, ...key }) => key);
    progress.scanned += ScannedCount;
    progress.missing += keys.length;
    progress.unreadable += items.length - keys.length;
    props.onProgress?.({ ...progress });
    if (props.dryRun) continue;
    for (let start = 0; start < keys.length; start += batchSize) {
      const batch = keys.slice(start, start + batchSize);
      const [updates] = await Promise.all([
        Promise.all(batch.map((key) => placeInIndex(documents, props.tableName, key))),
        sleep((batch.length * 1_000) / props.perSecond, undefined, { signal: props.stop }),
      ]);
      progress.updated += updates.filter(Boolean).length;
      props.onProgress?.({ ...progress });
    }
  }
  return progress;
}

/** Whether the app could show the item. */
function isEntry({ [partitionKey]: username, [sortKey]: timestamp, digits }: Key): boolean {
  return typeof username === 'string' && isInstant(timestamp) && isDigits(digits);
}

async function requireIndex({ client, tableName, stop }: BackfillProps): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }), { abortSignal: stop });
  if (Table?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === latestIndex.name)) return;
  throw new Error(
    `The table ${tableName} has no index "${latestIndex.name}". Deploy the stack to add the index, and run the command again.`,
  );
}

async function placeInIndex(documents: DynamoDBDocumentClient, tableName: string, key: Key): Promise<boolean> {
  try {
    await documents.send(
      new UpdateCommand({
        TableName: tableName,
        Key: key,
        UpdateExpression: 'SET #feed = :feed',
        // Without the first condition, the update would create an item that has been deleted since it was read.
        ConditionExpression: 'attribute_exists(#partitionKey) AND attribute_not_exists(#feed)',
        ExpressionAttributeNames: { '#feed': latestIndex.partitionKey, '#partitionKey': partitionKey },
        ExpressionAttributeValues: { ':feed': latestIndex.partitionValue },
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}
