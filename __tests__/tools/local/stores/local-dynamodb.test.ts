import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLocked, type LocalDynamoDb, openDynamoDb } from '../../../../tools/local/stores/local-dynamodb';
import { type TableDefinition, tableDefinition } from '../../../../tools/local/stores/table-definition';
import { SynthesizedStack } from '../../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../../support/commands/local-stack';

let folder: string;
let database: LocalDynamoDb | undefined;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'local-dynamodb-')), 'dynamodb');
});

afterEach(async () => {
  await close();
  rmSync(path.dirname(folder), { recursive: true });
});

async function open(): Promise<LocalDynamoDb> {
  database = await openDynamoDb(folder);
  return database;
}

async function close(): Promise<void> {
  await database?.close();
  database = undefined;
}

function definition(table: object = {}): TableDefinition {
  return tableDefinition(new SynthesizedStack(stackDocument(table)), 'Entries');
}

describe('Local DynamoDB', () => {
  it('creates a table once, and finds it after a restart', async () => {
    expect(await (await open()).ensureTable(definition())).toBe('created');
    await close();
    expect(await (await open()).ensureTable(definition())).toBe('found');
  });

  it.each([
    ['keys', { range_key: 'feed' }],
    ['attributes', { attribute: ['username', 'timestamp', 'feed'].map((name) => ({ name, type: 'N' })) }],
    ['indexes', { global_secondary_index: [{ name: 'latest', hash_key: 'feed', projection_type: 'KEYS_ONLY' }] }],
  ])('rejects a stored table with different %s, and does not change the table', async (part, change) => {
    const { ensureTable } = await open();
    await ensureTable(definition());
    await expect(ensureTable(definition(change))).rejects.toThrow(
      `The stored table Entries does not have the same ${part} as`,
    );
    expect(await ensureTable(definition())).toBe('found');
  });

  it('accepts a different billing mode, because it can change on a table with data', async () => {
    const { ensureTable } = await open();
    await ensureTable(definition());
    expect(await ensureTable(definition({ billing_mode: 'PROVISIONED' }))).toBe('found');
  });

  it('is locked while it is open, and cannot be opened twice', async () => {
    await open();
    expect(await isLocked(folder)).toBe(true);
    await expect(openDynamoDb(folder)).rejects.toThrow('Another local run is using the data');
    await close();
    expect(await isLocked(folder)).toBe(false);
  });

  it('suggests npm run reset if its files are damaged', async () => {
    await open();
    await close();
    writeFileSync(path.join(folder, 'CURRENT'), 'damaged');
    await expect(openDynamoDb(folder)).rejects.toThrow(
      /cannot be used \(.+\)\. "npm run reset" deletes all local data of this environment\.$/,
    );
  });

  it('rejects a damaged log, and does not change the log', async () => {
    await (await open()).ensureTable(definition());
    await close();
    const log = path.join(folder, readdirSync(folder).find((name) => name.endsWith('.log')) ?? '');
    const damaged = readFileSync(log).fill(0xab, 2, 8);
    writeFileSync(log, damaged);
    await expect(openDynamoDb(folder)).rejects.toThrow(/\(\d+\.log is damaged at byte 0\)/);
    expect(readFileSync(log)).toEqual(damaged);
  });
});
