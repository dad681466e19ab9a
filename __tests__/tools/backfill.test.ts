import { execFile } from 'node:child_process';
import path from 'node:path';
import timers from 'node:timers/promises';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createEntryRepository } from '../../app/entries/dynamodb-entry-repository';
import { entriesTable } from '../../contract';
import { type BackfillProps, backfillIndex } from '../../tools/backfill/backfill-index';
import { endTools, runTool } from '../support/commands/tool-process';
import { createEntriesTable, type DynamoDb, environmentOf, startDynalite } from '../support/stores/dynamodb';

const run = promisify(execFile);

describe('the backfill', () => {
  let engine: DynamoDb;
  let client: DynamoDBClient;
  let tableName: string;

  beforeAll(async () => {
    engine = await startDynalite();
    client = createPatientClient();
  });
  afterAll(async () => {
    await endTools();
    client?.destroy();
    await engine?.stop();
  });
  beforeEach(async () => {
    tableName = await createEntriesTable(client);
  });

  const backfill = async (...args: string[]) => {
    const command = [
      '__tests__/support/commands/run-tool.cjs',
      path.resolve('tools/backfill.ts'),
      tableName,
      '--per-second',
      '1000',
      ...args,
    ];
    const env = { ...process.env, ...environmentOf(engine.endpoint) };
    const { stdout } = await run(process.execPath, command, { env });
    return stdout.trim().split('\n').at(-1);
  };

  /** A client that waits as long as the tool's own: the app's gives up on a busy machine. */
  const createPatientClient = () =>
    new DynamoDBClient({ region: 'eu-central-1', endpoint: engine.endpoint, maxAttempts: 10 });

  /** The same work without the command around it. */
  const backfillInProcess = (props: Partial<BackfillProps> = {}) =>
    backfillIndex({ client, tableName, perSecond: 1_000, stop: new AbortController().signal, ...props });

  test('shows the entries of another program to the app, once, and leaves ours alone', async () => {
    const repository = createEntryRepository({ client, tableName, timeoutMs: 60_000 });
    const ours = await repository.add({ username: 'ada', digits: '00000001' }, { key: 'remembered' });
    const theirs = await putWithoutIndex(30);
    expect((await repository.list(100)).entries).toEqual([ours]);

    expect(await backfill('--dry-run')).toBe('Done: 32 items read, 30 not in the index, 0 added to it');
    expect(await backfill()).toBe('Done: 32 items read, 30 not in the index, 30 added to it');
    expect((await repository.list(100)).entries).toEqual([ours, ...theirs.toReversed()]);
    expect(await backfillInProcess()).toEqual({ scanned: 32, missing: 0, unreadable: 0, updated: 0 });
  });

  test('goes on after the first page of the scan, which holds a megabyte', async () => {
    await putWithoutIndex(5, { ballast: 'x'.repeat(300_000) });
    expect(await backfillInProcess()).toEqual({ scanned: 5, missing: 5, unreadable: 0, updated: 5 });
  });

  test.each([
    ['a timestamp without a zone', { timestamp: '2020-01-01T00:00:00' }],
    ['seven digits', { digits: '1234567' }],
    ['no digits', { digits: undefined }],
  ])('leaves alone an item that the app could not show: %s', async (_what, difference) => {
    const [entry] = await putWithoutIndex(1);
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    await documents.send(
      new PutCommand({ TableName: tableName, Item: { ...entry, username: 'other', ...difference } }),
    );
    expect(await backfillInProcess()).toEqual({ scanned: 2, missing: 1, unreadable: 1, updated: 1 });
  });

  test('waits for each batch as long as its entries may take', async () => {
    await putWithoutIndex(30);
    const waits: unknown[] = [];
    // A test that measured the time would pass on a busy machine whatever the rate.
    const wait = jest.spyOn(timers, 'setTimeout').mockImplementation(async (delay) => void waits.push(delay));
    expect(await backfillInProcess({ perSecond: 50 })).toMatchObject({ updated: 30 });
    wait.mockRestore();
    expect(waits).toEqual([400, 200]);
  });

  test('changes no item that was deleted, or given the attribute, since it was read', async () => {
    const documents = DynamoDBDocumentClient.from(client);
    const [deleted, placed, left] = (await putWithoutIndex(3)).map(({ digits, ...Key }) => ({ digits, Key }));
    if (!deleted || !placed || !left) throw new Error('Three entries were stored.');
    const others = async () => {
      await documents.send(new DeleteCommand({ TableName: tableName, Key: deleted.Key }));
      const Item = { ...placed.Key, digits: placed.digits, [entriesTable.latestIndex.partitionKey]: 'another' };
      await documents.send(new PutCommand({ TableName: tableName, Item }));
    };
    const interrupted = createPatientClient();
    let meanwhile: Promise<void> | undefined;
    interrupted.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'UpdateItemCommand') {
            meanwhile ??= others();
            await meanwhile;
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    expect(await backfillInProcess({ client: interrupted })).toEqual({
      scanned: 3,
      missing: 3,
      unreadable: 0,
      updated: 1,
    });
    interrupted.destroy();
    const stored = [deleted, placed, left].map(async ({ Key }) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item?.[entriesTable.latestIndex.partitionKey];
    });
    const { partitionValue } = entriesTable.latestIndex;
    expect(await Promise.all(stored)).toEqual([undefined, 'another', partitionValue]);
  });

  test('can be interrupted', async () => {
    await putWithoutIndex(100);
    const environment = environmentOf(engine.endpoint);
    const tool = runTool('backfill', [tableName, '--per-second', '1'], { environment });
    await tool.writes(/100 not in the index, 0 added/);
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(tool.output()).not.toContain('Done');
  });

  test('says what to do where the table has no index', async () => {
    tableName = await createEntriesTable(client, { withIndex: false });
    await expect(backfill()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Deploy the stack') });
  });

  test('refuses a rate that the index cannot take', async () => {
    await expect(backfill('--per-second', '1001')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('1 to 1000'),
    });
  });

  async function putWithoutIndex(count: number, more: Record<string, unknown> = {}) {
    const documents = DynamoDBDocumentClient.from(client);
    const entries = Array.from({ length: count }, (_, n) => ({
      username: `user ${n % 3}`,
      digits: '12345678',
      timestamp: `2020-01-01T00:00:00.${String(n).padStart(6, '0')}Z`,
    }));
    await Promise.all(
      entries.map((entry) => documents.send(new PutCommand({ TableName: tableName, Item: { ...entry, ...more } }))),
    );
    return entries;
  }
});
