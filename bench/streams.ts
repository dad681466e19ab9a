import { setTimeout as sleep } from 'node:timers/promises';
import { createEntryRepository } from '../app/entries/dynamodb/dynamodb-entry-repository';
import { type BenchmarkOptions, type Row, withCleanup } from './benchmark';
import { openEventClients } from './event-clients';
import { median } from './median';
import { postEntry } from './post-entry';
import { buildBundle, type Database, startApp, startDatabase } from './running-app';
import type { ServerProcess } from './server-process';

const count = 500;
const maxKiB = 20;
const maxSeconds = 1.5;

/**
 * Opens the maximum number of event streams of one app process. Measures the memory per stream, and the time until all streams have
 * received an entry that another process has stored.
 */
export function benchStreams({ quick, progress }: BenchmarkOptions): Promise<readonly Row[]> {
  return withCleanup(async (cleanup) => {
    const database = await startDatabase(cleanup);
    const bundle = await buildBundle(cleanup);
    const memory: number[] = [];
    // Each round starts a new process, because closing the streams does not free all of their memory.
    for (let round = 0; round < (quick ? 1 : 5); round += 1) {
      memory.push(await withCleanup(async (own) => measureMemory(await startApp(own, bundle, database))));
      progress(`round ${round + 1}: ${memory.at(-1)?.toFixed(1)} KiB per stream`);
    }
    const each = median(memory);

    const app = await startApp(cleanup, bundle, database);
    const delays = await measureDelays(app, database, { quick, progress });
    const slowest = Math.max(...delays);
    return [
      {
        what: `${count} open event streams`,
        comparedWith: '-',
        goal: `under ${maxKiB} KiB each; all notified within ${maxSeconds} s`,
        measured: `${each.toFixed(1)} KiB each; all notified after ${median(delays).toFixed(2)} s (median) and ${slowest.toFixed(2)} s (maximum)`,
        isMet: each < maxKiB && slowest <= maxSeconds,
      },
    ];
  });
}

/**
 * Opens all event streams.
 * @returns the memory per open stream, in KiB
 */
async function measureMemory(app: ServerProcess): Promise<number> {
  for (let n = 0; n < 200; n += 1) await postEntry(app.origin);
  const before = app.memoryMiB();
  const clients = await openEventClients(app.origin, count);
  // By then, every stream has received the latest entry.
  await sleep(1_500);
  const growth = ((app.memoryMiB() - before) * 1_024) / count;
  for (const client of clients) client.close();
  return growth;
}

/**
 * Opens all event streams, and stores entries in another process.
 * @returns the time after which all streams have received each entry, in seconds
 */
async function measureDelays(
  app: ServerProcess,
  database: Database,
  { quick, progress }: BenchmarkOptions,
): Promise<readonly number[]> {
  const clients = await openEventClients(app.origin, count);
  const otherProcess = createEntryRepository(database);
  const delays: number[] = [];
  try {
    for (let n = 0; n < (quick ? 1 : 20); n += 1) {
      // The app caches the latest entry for one second. The delay is random, so the writes meet caches of different ages.
      await sleep(500 + Math.random() * 1_000);
      const digits = String(90_000_000 + n);
      const arrivals = Promise.all(clients.map((client) => client.arrival(digits)));
      await otherProcess.add({ username: 'bob', digits });
      const writtenAt = performance.now();
      delays.push((Math.max(...(await arrivals)) - writtenAt) / 1_000);
      progress(`entry ${n + 1}: all notified after ${delays.at(-1)?.toFixed(2)} s`);
    }
    return delays;
  } finally {
    for (const client of clients) client.close();
  }
}
