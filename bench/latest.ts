import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEntriesTable } from '../__tests__/support/stores/dynamodb-tables';
import { createEntryRepository } from '../app/entries/dynamodb/dynamodb-entry-repository';
import type { EntryRepository } from '../app/entries/entry-repository';
import { entriesTable } from '../contract';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { alternate, summarize } from './rounds';
import { startDatabase } from './running-app';

const maxRatio = 1.2;

/** The maximum number of items in a BatchWriteItem request. */
const batchSize = 25;

/**
 * Compares the time to read the latest entry from a large table and from a small one, without the app's cache. The time must not grow with
 * the table.
 */
export function benchLatest({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  const sizes = quick ? { small: 100, large: 1_000 } : { small: 1_000, large: 1_000_000 };
  return withCleanup(async (cleanup) => {
    const { client } = await startDatabase(cleanup);
    const small = await createFilledTable(client, sizes.small, () => undefined);
    const large = await createFilledTable(client, sizes.large, progress);
    const reads = quick ? 10 : 100;
    const measure = { ours: () => readLatest(large, reads), peer: () => readLatest(small, reads) };
    await alternate(1, measure, () => undefined);
    const { ours, peer, ratio } = summarize(await alternate(quick ? 3 : 31, measure, progress));
    return [
      {
        what: `reading the latest of ${sizes.large.toLocaleString('en')} entries`,
        comparedWith: `reading the latest of ${sizes.small.toLocaleString('en')} entries`,
        goal: `at most ${maxRatio} times as long`,
        measured: `${ratio.toFixed(2)} times (${ours.toFixed(2)} vs. ${peer.toFixed(2)} ms)`,
        isMet: ratio <= maxRatio,
      },
    ];
  });
}

/**
 * Creates a table with `size` entries.
 * @returns a repository for the table
 * @throws Error if the table's latest entry is not the last one that was written
 */
export async function createFilledTable(
  client: DynamoDBClient,
  size: number,
  progress: (text: string) => void,
): Promise<EntryRepository> {
  const tableName = await createEntriesTable(client);
  let written = 0;
  const writer = async () => {
    while (written < size) {
      const from = written;
      written += batchSize;
      const requests = Array.from({ length: batchSize }, (_, n) => ({ PutRequest: { Item: itemOf(from + n) } }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
      if (written % 100_000 === 0) progress(`${written.toLocaleString('en')} entries written`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));

  // The first read of a large table may take long on a busy machine.
  const repository = createEntryRepository({ client, tableName, timeoutMs: 60_000 });
  const newest = await repository.latest();
  if (newest?.digits !== digitsOf(size - 1)) {
    throw new Error(`After ${size} entries were written, the latest entry of the table is not the last of them.`);
  }
  return repository;
}

const firstMs = Date.parse('2026-01-01T00:00:00Z');

function itemOf(number: number) {
  const { partitionKey, sortKey, latestIndex } = entriesTable;
  return {
    [partitionKey]: { S: `user ${number % 500}` },
    [sortKey]: { S: new Date(firstMs + number).toISOString().replace('Z', '000Z') },
    [latestIndex.partitionKey]: { S: latestIndex.partitionValue },
    digits: { S: digitsOf(number) },
  };
}

function digitsOf(number: number): string {
  return String(number).padStart(8, '0');
}

/**
 * Reads the latest entry several times.
 * @returns the mean time of a read, in milliseconds
 */
async function readLatest(repository: EntryRepository, reads: number): Promise<number> {
  const startedAt = performance.now();
  for (let read = 0; read < reads; read += 1) await repository.latest();
  return (performance.now() - startedAt) / reads;
}
