import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import dynalite from 'dynalite';
import { requestLoopback } from './loopback';
import { Refusal } from './refusal';
import type { TableDefinition } from './table-definition';

/** The part of `abstract-level`'s database that is used here. */
interface Level {
  open(): Promise<void>;
  close(): Promise<void>;
}

/** A DynamoDB on loopback whose data lie in one folder. */
export interface LocalDatabase {
  readonly endpoint: string;
  /**
   * Creates the table, or finds it as an earlier run left it.
   * @throws Refusal when the stored table has other keys, attributes or indexes; nothing is changed then
   */
  ensureTable(definition: TableDefinition): Promise<'created' | 'found'>;
  close(): Promise<void>;
}

/**
 * Opens the database in this folder, which is made when it is missing.
 * @throws Refusal when another process holds it, or when its files are damaged
 */
export async function openDatabase(folder: string): Promise<LocalDatabase> {
  await mkdir(folder, { recursive: true });
  await assertUsable(folder);
  const server = dynalite({ path: folder, createTableMs: 0 }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // The answer comes only once the store is open, so from here on no other process can take it.
  await call(port, 'ListTables', {});
  return {
    endpoint: `http://127.0.0.1:${port}`,
    ensureTable: (definition) => ensureTable(port, definition),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Whether a running process holds the database in this folder. */
export async function isHeld(folder: string): Promise<boolean> {
  return (await openingProblem(folder)) === 'LEVEL_LOCKED';
}

async function assertUsable(folder: string): Promise<void> {
  const problem = await openingProblem(folder);
  if (problem === undefined) return;
  if (problem === 'LEVEL_LOCKED') {
    throw new Refusal(
      `Another local run holds the data in ${folder}: stop that one first (Ctrl-C where it runs), or keep other data with --data <folder>.`,
    );
  }
  throw new Refusal(`The data in ${folder} cannot be opened (${problem}): "npm run reset" removes it.`);
}

/**
 * dynalite tells nobody that it cannot open its store, and throws outside of every call once it is asked for something. So
 * the store is opened and closed once before, by the library that dynalite itself uses.
 */
async function openingProblem(folder: string): Promise<string | undefined> {
  const { Level } = createRequire(require.resolve('dynalite'))('level') as { Level: new (folder: string) => Level };
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

async function ensureTable(port: number, definition: TableDefinition): Promise<'created' | 'found'> {
  const stored = await call(port, 'DescribeTable', { TableName: definition.TableName });
  if (stored.status !== 200) {
    const created = await call(port, 'CreateTable', definition);
    if (created.status !== 200) throw new Error(`dynalite did not create ${definition.TableName}: ${created.body}`);
    return 'created';
  }
  const differences = tableDifferences(JSON.parse(stored.body).Table, definition);
  if (differences.length === 0) return 'found';
  throw new Refusal(
    `The stored table ${definition.TableName} has other ${differences.join(' and ')} than the synthesized one: "npm run reset" removes the local data, the next start creates the table anew.`,
  );
}

/** Throughput and billing are left out: they can change on a table that has data, and mean nothing here. */
function tableDifferences(stored: TableDefinition, wanted: TableDefinition): string[] {
  const parts = {
    keys: (table: TableDefinition) => table.KeySchema,
    attributes: (table: TableDefinition) => sorted(table.AttributeDefinitions),
    indexes: (table: TableDefinition) =>
      [table.GlobalSecondaryIndexes, table.LocalSecondaryIndexes].map((indexes = []) =>
        sorted(indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))),
      ),
  };
  return Object.entries(parts)
    .filter(([, part]) => !isDeepStrictEqual(part(stored), part(wanted)))
    .map(([name]) => name);
}

function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function call(port: number, operation: string, input: object) {
  return requestLoopback({
    port,
    path: '/',
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': 'unchecked',
      // dynalite wants to see a signature of the right form and checks no more than that.
      Authorization: 'AWS4-HMAC-SHA256 Credential=local/local, SignedHeaders=host, Signature=local',
    },
    body: JSON.stringify(input),
  });
}
