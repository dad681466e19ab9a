import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEntriesTable, createTestClient } from '../__tests__/support/stores/dynamodb';
import { createEntryRepository } from '../app/entries/dynamodb/dynamodb-entry-repository';
import type { EntryRepository } from '../app/entries/entry-repository';
import { entriesTable } from '../contract';
import { startEngine } from './engine';
import { median } from './median';

/**
 * Compares the time to read the latest entry from a large and from a small table, without the cache. The time must not
 * grow with the table. With `--smoke`, it only tests that the benchmark runs; the counts are too small for a meaningful
 * result.
 */
const smoke = process.argv.includes('--smoke');
const sizes = smoke ? ([100, 1_000] as const) : ([1_000, 100_000] as const);
const rounds = smoke ? 3 : 31;
const readsPerRound = smoke ? 10 : 100;
const maxRatio = 1.2;

async function main(): Promise<void> {
  const { name, engine } = await startEngine();
  const client = createTestClient(engine.endpoint);
  try {
    const [small, large] = sizes;
    const smallTable = await createFilledTable(client, small);
    const largeTable = await createFilledTable(client, large);
    await measure(smallTable);
    await measure(largeTable);

    const times: { small: number[]; large: number[] } = { small: [], large: [] };
    for (let round = 0; round < rounds; round++) {
      // The measurements alternate, so that other load on the machine affects both equally.
      times.small.push(await measure(smallTable));
      times.large.push(await measure(largeTable));
    }
    report(name, median(times.small), median(times.large));
  } finally {
    client.destroy();
    await engine.stop();
  }
}

async function createFilledTable(client: DynamoDBClient, size: number): Promise<EntryRepository> {
  const tableName = await createEntriesTable(client);
  const { partitionKey, sortKey, latestIndex } = entriesTable;
  const firstMs = Date.parse('2026-01-01T00:00:00Z');
  const batchSize = 25;
  let written = 0;
  const writer = async () => {
    while (written < size) {
      const from = written;
      written += batchSize;
      const requests = Array.from({ length: batchSize }, (_, n) => ({
        PutRequest: {
          Item: {
            [partitionKey]: { S: `user ${(from + n) % 500}` },
            [sortKey]: { S: new Date(firstMs + from + n).toISOString().replace('Z', '000Z') },
            [latestIndex.partitionKey]: { S: latestIndex.partitionValue },
            digits: { S: String(from + n).padStart(8, '0') },
          },
        },
      }));
      await client.send(new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));

  const repository = createEntryRepository({ client, tableName });
  const newest = await repository.latest();
  if (newest?.digits !== String(size - 1).padStart(8, '0'))
    throw new Error(`The table does not contain the ${size} entries that were written`);
  return repository;
}

/** @returns the mean time of a read, in milliseconds */
async function measure(repository: EntryRepository): Promise<number> {
  const startedAt = performance.now();
  for (let read = 0; read < readsPerRound; read++) await repository.latest();
  return (performance.now() - startedAt) / readsPerRound;
}

function report(engine: string, smallMs: number, largeMs: number): void {
  const ratio = largeMs / smallMs;
  console.log(`The latest entry on ${engine}: medians of ${rounds} alternating rounds of ${readsPerRound} reads\n`);
  console.log('entries    ms per read');
  console.log(`${String(sizes[0]).padStart(7)}    ${smallMs.toFixed(3)}`);
  console.log(`${String(sizes[1]).padStart(7)}    ${largeMs.toFixed(3)}`);
  console.log(`  ratio    ${ratio.toFixed(2)} (at most ${maxRatio.toFixed(2)})`);
  if (smoke || ratio <= maxRatio) return;
  console.error(`\nA read takes ${ratio.toFixed(2)} times as long in the large table; at most ${maxRatio} is allowed.`);
  process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
