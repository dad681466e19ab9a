import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import { Level } from 'level';
import { UserError } from '../shared/user-error';
import { damagedLog } from './level-log';
import { callDynamoDb, ensureTable } from './local-table';
import type { TableDefinition } from './table-definition';
import { unusableData } from './unusable-data';

/** A DynamoDB on loopback whose data lie in one folder. */
export interface LocalDynamoDb {
  readonly endpoint: string;
  /** Creates the table, or finds it, as `ensureTable` of `local-table.ts` says. */
  ensureTable(definition: TableDefinition): Promise<'created' | 'found'>;
  close(): Promise<void>;
}

/**
 * Opens the database in this folder, which is made when it is missing.
 * @param reset the command that removes the local data, for messages
 * @throws UserError when another process holds it, or when its files are damaged
 */
export async function openDynamoDb(folder: string, reset = 'npm run reset'): Promise<LocalDynamoDb> {
  await assertUsable(folder, reset);
  await mkdir(folder, { recursive: true });
  const server = dynalite({ path: folder, createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The answer comes only once the store is open, so from here on no other process can take it.
  await callDynamoDb(port, 'ListTables', {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ensureTable: (definition) => ensureTable(port, definition, reset),
    close: async () => {
      // Requests under way are let finish: dynalite ends the process when its store is closed beneath one.
      const closing = setInterval(() => server.closeIdleConnections(), 10);
      // Not the event: that comes while dynalite still holds its store.
      await new Promise((resolve) => server.close(resolve));
      clearInterval(closing);
    },
  };
}

/** Whether a running process holds the database in this folder. */
export async function isHeld(folder: string): Promise<boolean> {
  return existsSync(folder) && (await openingProblem(folder)) === 'LEVEL_LOCKED';
}

/**
 * Checks that the database in this folder can be opened; a folder that is missing can be made.
 * @throws UserError as `openDynamoDb` does
 */
export async function assertUsable(folder: string, reset: string): Promise<void> {
  if (!existsSync(folder)) return;
  // First, because opening deletes a damaged log.
  const problem = (await damagedLog(folder)) ?? (await openingProblem(folder));
  if (problem === undefined) return;
  if (problem === 'LEVEL_LOCKED') {
    throw new UserError(
      `Another local run holds the data in ${folder}: stop that one first (Ctrl-C where it runs), or keep other data elsewhere: npm start -- --data <folder>.`,
    );
  }
  throw unusableData(folder, problem, reset);
}

/**
 * dynalite tells nobody that it cannot open its store, and throws outside of every call once it is asked for something. So
 * the store is opened and closed once before, by the library that dynalite itself uses.
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
