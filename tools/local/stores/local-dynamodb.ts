import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { Level } from 'level';
import { UserError } from '../../shared/user-error';
import { unusableDataError } from '../unusable-data';
import { findDamagedLog } from './level-log';
import { callDynamoDb, ensureTable } from './local-table';
import type { TableDefinition } from './table-definition';

/** A DynamoDB emulator on loopback, with its data in one folder. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Creates the table, or keeps the table that an earlier run created. @see ensureTable in `local-table.ts` */
  ensureTable(definition: TableDefinition): Promise<'created' | 'found'>;
  close(): Promise<void>;
}

/**
 * Starts the DynamoDB emulator with the data in this folder. Creates the folder if it is missing.
 * @param reset the command that deletes the local data, for messages
 * @throws UserError if another process is using the data, or if the files are damaged
 */
export async function openDynamoDb(folder: string, reset = 'npm run reset'): Promise<LocalDynamoDb> {
  await assertUsable(folder, reset);
  await mkdir(folder, { recursive: true });
  const server = dynalite({ path: folder, createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The emulator responds after it has opened its store. From then on, no other process can open this store.
  await callDynamoDb(port, 'ListTables', {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ensureTable: (definition) => ensureTable(port, definition, reset),
    close: async () => {
      // The server closes its store when all connections are closed. Each connection is closed as soon as it is idle, because
      // dynalite would crash this process if the store were closed during a request.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      // Waits for the callback, because the event 'close' is emitted before dynalite has closed its store.
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/** Whether a running process is using the database in this folder. */
export async function isLocked(folder: string): Promise<boolean> {
  return existsSync(folder) && (await openingProblem(folder)) === 'LEVEL_LOCKED';
}

/**
 * Checks that the database in this folder can be opened. A missing folder is fine.
 * @throws the same errors as `openDynamoDb`
 */
export async function assertUsable(folder: string, reset: string): Promise<void> {
  if (!existsSync(folder)) return;
  // The log files are checked first, because opening the database deletes a damaged log file.
  const problem = (await findDamagedLog(folder)) ?? (await openingProblem(folder));
  if (problem === undefined) return;
  if (problem === 'LEVEL_LOCKED') {
    throw new UserError(
      `Another local run is using the data in ${folder}. Stop that run first (Ctrl-C in its terminal), or use another folder: npm start -- --data <folder>.`,
    );
  }
  throw unusableDataError(folder, problem, reset);
}

/**
 * Opens and closes the store once, with the library that dynalite uses. Returns why this failed; undefined if it
 * succeeded. If dynalite itself cannot open its store, its first request throws an error that no caller can catch.
 */
async function openingProblem(folder: string): Promise<string | undefined> {
  const level = new Level(folder);
  try {
    await level.open();
    return undefined;
  } catch (error) {
    const { cause } = error as { cause?: { code?: string; message?: string } };
    return cause?.code ?? cause?.message ?? String(error);
  } finally {
    await level.close();
  }
}
