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

/** A DynamoDB on loopback with its data in one folder. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Creates the table, or finds it, like `ensureTable` in `local-table.ts`. */
  ensureTable(definition: TableDefinition): Promise<'created' | 'found'>;
  close(): Promise<void>;
}

/**
 * Opens the database in this folder, and creates the folder if it is missing.
 * @param reset the command that deletes the local data, for messages
 * @throws UserError if another process uses it, or its files are damaged
 */
export async function openDynamoDb(folder: string, reset = 'npm run reset'): Promise<LocalDynamoDb> {
  await assertUsable(folder, reset);
  await mkdir(folder, { recursive: true });
  const server = dynalite({ path: folder, createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The response arrives when the store is open, so from here on no other process can open it.
  await callDynamoDb(port, 'ListTables', {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ensureTable: (definition) => ensureTable(port, definition, reset),
    close: async () => {
      // Waits for running requests, because dynalite ends the process if its store is closed during a request.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      // The event 'close' is too early: dynalite still has its store open.
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/** Whether a running process uses the database in this folder. */
export async function isLocked(folder: string): Promise<boolean> {
  return existsSync(folder) && (await openingProblem(folder)) === 'LEVEL_LOCKED';
}

/**
 * Checks that the database in this folder can be opened, or that the folder is missing.
 * @throws the same errors as `openDynamoDb`
 */
export async function assertUsable(folder: string, reset: string): Promise<void> {
  if (!existsSync(folder)) return;
  // This check comes first, because opening the database deletes a damaged log.
  const problem = (await findDamagedLog(folder)) ?? (await openingProblem(folder));
  if (problem === undefined) return;
  if (problem === 'LEVEL_LOCKED') {
    throw new UserError(
      `Another local run is using the data in ${folder}. Stop it first (Ctrl-C in its terminal), or use another folder: npm start -- --data <folder>.`,
    );
  }
  throw unusableDataError(folder, problem, reset);
}

/**
 * dynalite does not report that it cannot open its store; the first request then throws outside of every call. So the
 * store is opened and closed once before, with the same library as dynalite's.
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
