import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { createEntryRepository } from '../../app/entries/dynamodb/dynamodb-entry-repository';
import { entriesTable } from '../../contract';
import { type BackfillProps, backfillIndex } from '../../tools/backfill/backfill-index';
import { endTools, runTool } from '../support/commands/tool-process';
import { recordedWaits } from '../support/jest/recorded-waits';
import { type DynamoDb, environmentOf, startDynalite } from '../support/stores/dynamodb';
import { createEntriesTable } from '../support/stores/dynamodb-tables';

describe('npm run backfill', () => {
  let engine: DynamoDb;
  let client: DynamoDBClient;
  let tableName: string;

  beforeAll(async () => {
    engine = await startDynalite();
    client = createClient();
  });
  afterAll(async () => {
    await endTools();
    client?.destroy();
    await engine?.stop();
  });
  beforeEach(async () => {
    tableName = await createEntriesTable(client);
  });

  const start = (...args: string[]) =>
    runTool('backfill', [tableName, ...args], { environment: environmentOf(engine.endpoint) });

  /** Creates a client that tries each request up to ten times, like the client of the command. On a busy machine, two are too few. */
  const createClient = () => new DynamoDBClient({ region: 'eu-central-1', endpoint: engine.endpoint, maxAttempts: 10 });

  /** Runs the backfill in this process, without the command line. */
  const backfill = (props: Partial<BackfillProps> = {}) =>
    backfillIndex({ client, tableName, perSecond: 1_000, stop: new AbortController().signal, ...props });

  test('adds the missing entries to the index, and finds none in the next run', async () => {
    const repository = createEntryRepository({ client, tableName, timeoutMs: 60_000 });
    const ours = await repository.add({ username: 'ada', digits: '00000001' }, { idempotencyKey: 'remembered' });
    const theirs = await putWithoutIndex(30);
    expect((await repository.list(100)).entries).toEqual([ours]);

    const dryRun = start('--per-second', '1000', '--dry-run');
    expect(await dryRun.ended).toBe(0);
    expect(dryRun.output()).toMatch(/^Done: 32 items read, 30 not in the index, 0 added to the index$/m);
    expect(await backfill()).toEqual({ scanned: 32, missing: 30, unreadable: 0, updated: 30 });
    expect((await repository.list(100)).entries).toEqual([ours, ...theirs.toReversed()]);
    expect(await backfill()).toEqual({ scanned: 32, missing: 0, unreadable: 0, updated: 0 });
  });

  test('reads every page of the scan, because a page contains at most one megabyte', async () => {
    await putWithoutIndex(5, { ballast: 'x'.repeat(300_000) });
    expect(await backfill()).toEqual({ scanned: 5, missing: 5, unreadable: 0, updated: 5 });
  });

  test.each([
    ['whose timestamp has no zone', { timestamp: '2020-01-01T00:00:00' }],
    ['that has seven digits', { digits: '1234567' }],
    ['that has no digits', { digits: undefined }],
  ])('does not change an item %s, because the app could not show it', async (_what, difference) => {
    const [entry] = await putWithoutIndex(1);
    const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    await documents.send(
      new PutCommand({ TableName: tableName, Item: { ...entry, username: 'other', ...difference } }),
    );
    expect(await backfill()).toEqual({ scanned: 2, missing: 1, unreadable: 1, updated: 1 });
  });

  test('limits the rate by pausing after each batch', async () => {
    await putWithoutIndex(30);
    const waits = await recordedWaits(async () => {
      expect(await backfill({ perSecond: 50 })).toMatchObject({ updated: 30 });
    });
    expect(waits).toEqual([400, 200]);
  });

  test('does not change an item that was deleted or indexed after the scan read it', async () => {
    const documents = DynamoDBDocumentClient.from(client);
    const [deleted, indexed, unchanged] = (await putWithoutIndex(3)).map(({ digits, ...Key }) => ({ digits, Key }));
    if (!deleted || !indexed || !unchanged) throw new Error('Three entries were stored.');
    const changeTwo = async () => {
      await documents.send(new DeleteCommand({ TableName: tableName, Key: deleted.Key }));
      const Item = { ...indexed.Key, digits: indexed.digits, [entriesTable.latestIndex.partitionKey]: 'another' };
      await documents.send(new PutCommand({ TableName: tableName, Item }));
    };
    const slowClient = createClient();
    let changed: Promise<void> | undefined;
    slowClient.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'UpdateItemCommand') {
            changed ??= changeTwo();
            await changed;
          }
          return next(args);
        },
      { step: 'initialize' },
    );
    expect(await backfill({ client: slowClient })).toEqual({
      scanned: 3,
      missing: 3,
      unreadable: 0,
      updated: 1,
    });
    slowClient.destroy();
    const stored = [deleted, indexed, unchanged].map(async ({ Key }) => {
      const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key, ConsistentRead: true }));
      return Item?.[entriesTable.latestIndex.partitionKey];
    });
    const { partitionValue } = entriesTable.latestIndex;
    expect(await Promise.all(stored)).toEqual([undefined, 'another', partitionValue]);
  });

  test('ends with exit code 130 after Ctrl-C', async () => {
    await putWithoutIndex(100);
    const tool = start('--per-second', '1');
    await tool.writes(/100 not in the index, 0 added/);
    tool.signalGroup('SIGINT');
    expect(await tool.ended).toBe(130);
    expect(tool.output()).not.toContain('Done');
  });

  test('rejects a table without the index, and says to deploy the stack', async () => {
    tableName = await createEntriesTable(client, { withIndex: false });
    await expect(backfill()).rejects.toThrow('Deploy the stack');
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
