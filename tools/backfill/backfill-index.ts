import { setTimeout as sleep } from 'node:timers/promises';
import { ConditionalCheckFailedException, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { entriesTable, isDigits, isInstant } from '../../contract';

export interface BackfillProps {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The maximum number of entries to change per second. The index accepts 1000 writes per second, including those of the app. */
  readonly perSecond: number;
  /** Whether to count the entries without changing them. @default false */
  readonly dryRun?: boolean;
  /** Called after each page of the scan, and after each batch of updates. */
  readonly onProgress?: (progress: BackfillProgress) => void;
  /** Aborting this signal ends the backfill early. */
  readonly stop: AbortSignal;
}

export interface BackfillProgress {
  /** The number of items that were read. */
  readonly scanned: number;
  /** The number of entries that lacked the attribute when they were read. */
  readonly missing: number;
  /** The number of items that lack the attribute but are not entries. They are not changed, because the app could not show them. */
  readonly unreadable: number;
  /**
   * The number of entries to which the backfill added the attribute. It can be smaller than `missing`, because another
   * process may have changed or deleted entries in the meantime.
   */
  readonly updated: number;
}

type Key = Record<string, unknown>;

const { partitionKey, sortKey, latestIndex } = entriesTable;
const batchSize = 20;

/**
 * Adds the partition key of the index to every entry that lacks this attribute.
 * An update changes only an entry that still lacks the attribute. Therefore the app may write at the same time, and an
 * interrupted run can be repeated.
 * @throws Error if the table lacks the index
 */
export async function backfillIndex(props: BackfillProps): Promise<BackfillProgress> {
  await requireIndex(props);
  const documents = DynamoDBDocumentClient.from(props.client);
  const progress = { scanned: 0, missing: 0, unreadable: 0, updated: 0 };

  const pages = paginateScan(
    { client: documents },
    {
      TableName: props.tableName,
      // An item with an expiry time is not an entry: it stores an Idempotency-Key.
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

/** Whether an item is an entry that the app could show. */
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
        // Without this condition, the update would re-create an entry that was deleted after the scan read it.
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
