import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import {
  createEntryRepository,
  type EntryRepositoryProps,
} from '../../../app/entries/dynamodb/dynamodb-entry-repository';
import type { Entry, EntryKey } from '../../../app/entries/entry';
import { type EntryRepository, IdempotencyKeyReused } from '../../../app/entries/entry-repository';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import { entriesTable, entriesTableActions } from '../../../contract';
import { createPatientClient, type DynamoDb } from './dynamodb';
import { createEntriesTable } from './dynamodb-tables';
import { FaultyStore } from './faulty-store';
import { unreachedMs } from './timeouts';

const { latestIndex } = entriesTable;

/**
 * Defines the tests of the entry repository that every DynamoDB engine must pass.
 * @param start starts an engine
 */
export function defineEntryRepositoryTests(start: () => Promise<DynamoDb>): void {
  let engine: DynamoDb;
  let client: DynamoDBClient;
  let documents: DynamoDBDocumentClient;
  let tableName: string;
  let repository: EntryRepository;

  beforeAll(async () => {
    engine = await start();
    client = createPatientClient(engine.endpoint);
    documents = DynamoDBDocumentClient.from(client);
  });
  afterAll(async () => {
    client?.destroy();
    await engine?.stop();
  });
  beforeEach(async () => {
    tableName = await createEntriesTable(client);
    repository = openRepository({ client, tableName });
  });

  /** Creates a repository without a timeout, because the machine may be slow. Other suites test the timeout. */
  const openRepository = (props: EntryRepositoryProps) => createEntryRepository({ timeoutMs: unreachedMs, ...props });

  const put = (item: Record<string, unknown>) =>
    documents.send(
      new PutCommand({
        TableName: tableName,
        Item: { [latestIndex.partitionKey]: latestIndex.partitionValue, ...item },
      }),
    );
  const putEntry = (entry: Entry) => put({ ...entry });

  describe('Entry', () => {
    test('is found and is the latest entry after it was added', async () => {
      expect(await repository.latest()).toBeNull();
      const added = await repository.add({ username: 'Zoë 東京', digits: '00123456' });

      expect(added).toEqual({ username: 'Zoë 東京', digits: '00123456', timestamp: expect.any(String) });
      expect(await repository.find(added)).toEqual(added);
      expect(await repository.latest()).toEqual(added);
    });

    test('has a timestamp of 27 characters with the current time', async () => {
      const before = Date.now();
      const { timestamp } = await repository.add({ username: 'ada', digits: '12345678' });
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(Date.parse(timestamp)).toBeGreaterThan(before - 2_000);
      expect(Date.parse(timestamp)).toBeLessThan(Date.now() + 2_000);
    });

    test('that was never added is not found', async () => {
      expect(await repository.find({ username: 'ada', timestamp: '2026-01-01T00:00:00.000000Z' })).toBeNull();
    });

    test('is written and read with exactly the DynamoDB actions that the task role allows', async () => {
      const actions = new Set<string>();
      const watched = createPatientClient(engine.endpoint);
      watched.middlewareStack.add(
        (next, context) => (args) => {
          actions.add(`dynamodb:${context.commandName?.replace(/Command$/, '')}`);
          return next(args);
        },
        { step: 'initialize' },
      );
      const watchedRepository = openRepository({ client: watched, tableName });
      const added = await watchedRepository.add({ username: 'ada', digits: '12345678' });
      await Promise.all([watchedRepository.find(added), watchedRepository.latest(), watchedRepository.list(1)]);
      watched.destroy();

      expect([...actions].sort()).toEqual([...entriesTableActions].sort());
    });
  });

  describe('Key of an entry', () => {
    test('is unique, so 400 simultaneous posts of one user result in 400 entries', async () => {
      const posted = Array.from({ length: 400 }, (_, n) => String(n).padStart(8, '0'));
      await Promise.all(posted.map((digits) => repository.add({ username: 'ada', digits })));

      const kept = await listAll(repository, 100);
      expect(kept.map(({ digits }) => digits).sort()).toEqual(posted);
    });

    test('gets a timestamp up to a millisecond later if the key is already taken, so that both entries are stored', async () => {
      const now = () => Date.parse('2026-11-21T07:42:43.081Z');
      const first = { username: 'ada', digits: '11111111', timestamp: '2026-11-21T07:42:43.081000Z' };
      await putEntry(first);
      const added = await openRepository({ client, tableName, now }).add({
        username: 'ada',
        digits: '22222222',
      });

      expect(added.timestamp > first.timestamp && added.timestamp <= '2026-11-21T07:42:43.082000Z').toBe(true);
      expect(await listAll(repository, 10)).toEqual([added, first]);
    });

    test('differs for entries that two processes add at the same time', async () => {
      const now = () => Date.parse('2026-11-21T07:42:43.081Z');
      const processes = [openRepository({ client, tableName, now }), openRepository({ client, tableName, now })];
      await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          processes[n % 2]?.add({ username: 'ada', digits: String(n).padStart(8, '0') }),
        ),
      );

      const kept = await listAll(repository, 100);
      expect(new Set(kept.map(({ digits }) => digits)).size).toBe(20);
    });

    test('stays the same when the reply to a write is lost, so the retry stores no second entry', async () => {
      const store = await FaultyStore.start(engine.endpoint);
      const cut = createPatientClient(store.endpoint);
      try {
        store.loseNextReply();
        const added = await openRepository({ client: cut, tableName }).add({
          username: 'ada',
          digits: '12345678',
        });

        expect(store.requests.get('PutItem')).toBe(2);
        expect(await listAll(repository, 10)).toEqual([added]);
      } finally {
        cut.destroy();
        await store.stop();
      }
    });

    test('sorts after the newest entry, even if a process whose clock is 3 s ahead added the newest entry', async () => {
      const now = Date.now();
      await putEntry({ username: 'bob', digits: '11111111', timestamp: timestampAt(now + 3_000) });
      const behind = openRepository({ client, tableName, now: () => now });
      await behind.latest();
      const added = await behind.add({ username: 'ada', digits: '22222222' });

      expect(await repository.latest()).toEqual(added);
    });

    test('ignores an entry that is more than 5 s ahead, and logs it once', async () => {
      const now = Date.now();
      await putEntry({ username: 'bob', digits: '11111111', timestamp: timestampAt(now + 6_000) });
      const warn = jest.fn();
      const sober = openRepository({ client, tableName, now: () => now, log: { warn } });
      await sober.latest();
      await sober.latest();
      const added = await sober.add({ username: 'ada', digits: '22222222' });

      expect(added.timestamp).toBe(timestampAt(now));
      expect(warn).toHaveBeenCalledTimes(1);
      expect(warn).toHaveBeenCalledWith(expect.objectContaining({ aheadMs: 6_000, ignored: 1 }), expect.any(String));
    });
  });

  describe('Retry token', () => {
    const entry = { username: 'ada', digits: '12345678' };
    const keptBy = (one: EntryRepository) => one.list(100);

    test('results in one entry, even if two processes use it one after the other or at the same time', async () => {
      const other = openRepository({ client, tableName });
      const retryToken = repository.createRetryToken();
      const first = await repository.add(entry, { retryToken });
      const repeated = await Promise.all([other, repository, other].map((one) => one.add(entry, { retryToken })));
      const fresh = other.createRetryToken();
      const atOnce = await Promise.all([other, repository, other].map((one) => one.add(entry, { retryToken: fresh })));

      expect(repeated).toEqual([first, first, first]);
      expect(await keptBy(repository)).toEqual({ entries: [atOnce[0], first], next: null });
      expect(atOnce).toEqual([atOnce[0], atOnce[0], atOnce[0]]);
    });

    test('finds the stored entry, even if this entry got a later timestamp because its first key was taken', async () => {
      const retryToken = repository.createRetryToken();
      await putEntry({ ...entry, digits: '99999999', timestamp: retryToken.timestamp });
      const first = await repository.add(entry, { retryToken });
      expect(first.timestamp > retryToken.timestamp).toBe(true);
      expect(await openRepository({ client, tableName }).add(entry, { retryToken })).toEqual(first);
      expect((await keptBy(repository)).entries).toHaveLength(2);
    });

    test('that is older than a day finds the stored entry, or else stores a new entry with the current time', async () => {
      const { request } = repository.createRetryToken();
      const dayMs = 24 * 3_600_000;
      const [stored = '', others = '', lost = ''] = [1, 2, 3].map((n) => timestampAt(Date.now() - dayMs - n * 1_000));
      await put({ ...entry, timestamp: stored, request });
      await put({ ...entry, timestamp: others, request: randomUUID() });
      const add = (timestamp: string) => repository.add(entry, { retryToken: { timestamp, request } });
      expect((await add(stored)).timestamp).toBe(stored);
      for (const timestamp of [others, lost]) {
        expect(Date.parse((await add(timestamp)).timestamp)).toBeGreaterThan(Date.now() - dayMs / 2);
      }
      expect((await keptBy(repository)).entries).toHaveLength(4);
    });

    test('that was forged cannot give an entry a timestamp more than 5 s in the future', async () => {
      const { request } = repository.createRetryToken();
      const { timestamp } = await repository.add(entry, {
        retryToken: { timestamp: timestampAt(Date.now() + 60_000), request },
      });
      expect(Date.parse(timestamp)).toBeLessThan(Date.now() + 5_000);
    });
  });

  describe('Idempotency key', () => {
    const entry = { username: 'ada', digits: '12345678' };

    test('results in one entry, even if two processes send it one after the other or at the same time', async () => {
      const other = openRepository({ client, tableName });
      const first = await repository.add(entry, { idempotencyKey: 'one' });
      const repeated = await Promise.all(
        [other, repository, other].map((one) => one.add(entry, { idempotencyKey: 'one' })),
      );
      const atOnce = await Promise.all(
        [other, repository, other].map((one) => one.add(entry, { idempotencyKey: 'two' })),
      );

      expect(repeated).toEqual([first, first, first]);
      expect(atOnce).toEqual([atOnce[0], atOnce[0], atOnce[0]]);
      expect(await repository.list(100)).toEqual({ entries: [atOnce[0], first], next: null });
    });

    test.each([{ digits: '87654321' }, { username: 'eve' }])(
      'is rejected if it is reused with a different entry (%p)',
      async (change) => {
        const first = await repository.add(entry, { idempotencyKey: 'one' });
        await expect(repository.add({ ...entry, ...change }, { idempotencyKey: 'one' })).rejects.toThrow(
          IdempotencyKeyReused,
        );
        expect((await repository.list(100)).entries).toEqual([first]);
      },
    );

    test('is accepted if DynamoDB deletes its expired record during the request', async () => {
      const raced = createPatientClient(engine.endpoint);
      const isTaken = jest.fn().mockReturnValueOnce(true);
      raced.middlewareStack.add(
        (next, context) => (args) => {
          if (context.commandName === 'PutItemCommand' && isTaken()) {
            return Promise.reject(new ConditionalCheckFailedException({ message: 'taken', $metadata: {} }));
          }
          return next(args);
        },
        { step: 'initialize' },
      );
      const first = await openRepository({ client: raced, tableName }).add(entry, { idempotencyKey: 'one' });
      raced.destroy();
      expect(await repository.add(entry, { idempotencyKey: 'one' })).toEqual(first);
      expect((await repository.list(100)).entries).toEqual([first]);
    });

    test('is kept for a day, in an item that is not listed as an entry', async () => {
      const before = Date.now();
      const added = await repository.add(entry, { idempotencyKey: 'one' });
      const { Items = [] } = await documents.send(new ScanCommand({ TableName: tableName }));
      const records = Items.filter(({ timestamp }) => timestamp !== added.timestamp);
      expect(records).toHaveLength(1);
      expect([...String(records[0]?.username)].length).toBeGreaterThan(64);
      expect(Number(records[0]?.[entriesTable.expiry].value)).toBeGreaterThan(before / 1_000 + 24 * 3_600 - 60);
      expect(records[0]).not.toHaveProperty(latestIndex.partitionKey);
    });
  });

  describe('List of entries', () => {
    test('is empty before the first entry', async () => {
      expect(await repository.list(20)).toEqual({ entries: [], next: null });
    });

    test('is sorted newest first, and has no page after the one with the oldest entry', async () => {
      const added = await addInTurn(repository, 4);
      const first = await repository.list(2);
      const second = await repository.list(2, first.next ?? undefined);

      expect(first).toEqual({ entries: [added[3], added[2]], next: keyOf(added[2]) });
      expect(second).toEqual({ entries: [added[1], added[0]], next: null });
    });

    test('neither omits nor repeats an entry if other entries are added between two pages', async () => {
      const before = await addInTurn(repository, 7);
      const read: Entry[] = [];
      let place: EntryKey | undefined;
      do {
        const page = await repository.list(2, place);
        read.push(...page.entries);
        place = page.next ?? undefined;
        await repository.add({ username: 'late', digits: '99999999' });
      } while (place !== undefined);

      expect(read).toEqual(before.toReversed());
    });

    test('contains entries with the same timestamp exactly once, whatever the page size is', async () => {
      const timestamp = '2026-11-21T07:42:43.081123Z';
      const users = Array.from({ length: 7 }, (_, n) => `user ${n}`);
      await Promise.all(users.map((username) => putEntry({ username, digits: '12345678', timestamp })));

      for (const limit of [1, 2, 7]) {
        const read = await listAll(repository, limit);
        expect(read.map(({ username }) => username).sort()).toEqual(users);
      }
    });

    test('continues after a cursor whose entry does not exist', async () => {
      const older = { username: 'ada', digits: '11111111', timestamp: '2026-11-21T07:42:43.000000Z' };
      const newer = { username: 'ada', digits: '22222222', timestamp: '2026-11-21T07:42:45.000000Z' };
      await Promise.all([putEntry(older), putEntry(newer)]);
      const place = { username: 'nobody', timestamp: '2026-11-21T07:42:44.000000Z' };

      expect(await repository.list(20, place)).toEqual({ entries: [older], next: null });
    });

    test('has full pages, even if DynamoDB ends a query early because of its limit of one megabyte', async () => {
      const timestamps = Array.from({ length: 5 }, (_, n) => `2026-11-21T07:42:43.00000${n}Z`);
      const ballast = 'x'.repeat(300_000);
      await Promise.all(
        timestamps.map((timestamp) => put({ username: 'ada', digits: '12345678', timestamp, ballast })),
      );

      const page = await repository.list(4);
      expect(page.entries.map(({ timestamp }) => timestamp)).toEqual(timestamps.slice(1).toReversed());
      expect(page.next).toEqual({ username: 'ada', timestamp: timestamps[1] });
    });
  });

  describe('Item written by another program', () => {
    const timestamp = '2026-11-21T07:42:43.081123Z';

    test('is an entry even if it has additional attributes', async () => {
      const entry = { username: 'ada', digits: '12345678', timestamp };
      const others = { nested: { list: [1, null] }, bytes: new Uint8Array([1]), set: new Set(['a']), huge: 2n ** 100n };
      await put({ ...entry, ...others });

      expect(await repository.latest()).toEqual(entry);
      expect(await repository.find(entry)).toEqual(entry);
    });

    test.each(['2026-11-21T07:42:43.081Z', '2026-11-21T07:42:43Z', '2026-11-21T07:42:43.081123+00:00'])(
      'may have the timestamp %s, and new entries sort after it',
      async (other) => {
        const entry = { username: 'ada', digits: '12345678', timestamp: other };
        await putEntry(entry);
        const now = () => Date.parse(other);
        const beside = openRepository({ client, tableName, now });

        expect(await beside.latest()).toEqual(entry);
        const added = await beside.add({ username: 'ada', digits: '22222222' });
        expect(await repository.latest()).toEqual(added);
      },
    );

    test.each([
      ['digits that are a number', { digits: 12345678, timestamp }],
      ['seven digits', { digits: '1234567', timestamp }],
      ['no digits', { timestamp }],
      ['an invalid timestamp', { digits: '12345678', timestamp: 'yesterday' }],
      ['a timestamp with an impossible date', { digits: '12345678', timestamp: '2026-99-99T99:99:99.999999Z' }],
    ])('with %s is skipped', async (_, fields) => {
      const entry = { username: 'ada', digits: '12345678', timestamp: '2020-01-01T00:00:00.000000Z' };
      await Promise.all([putEntry(entry), put({ username: 'ada', ...fields })]);

      const metrics = { storeLatency: jest.fn(), unreadable: jest.fn() };
      expect(await openRepository({ client, tableName, metrics }).latest()).toEqual(entry);
      expect(metrics.unreadable).toHaveBeenCalledTimes(1);
      expect(await repository.list(1)).toEqual({ entries: [entry], next: null });
    });

    test('that is not in the index is not listed', async () => {
      await put({ username: 'ada', digits: '12345678', timestamp, [latestIndex.partitionKey]: 'elsewhere' });
      expect(await repository.latest()).toBeNull();
    });
  });

  describe('Table that differs from the contract', () => {
    test('causes StoreUnavailable if the whole table is missing', async () => {
      const absent = openRepository({ client, tableName: 'no-such-table' });
      await expectUnavailable(absent);
    });

    test('causes StoreUnavailable for the latest entry if the index is missing', async () => {
      const bare = openRepository({ client, tableName: await createEntriesTable(client, { withIndex: false }) });
      await expect(bare.latest()).rejects.toBeInstanceOf(StoreUnavailable);
    });
  });
}

/** Expects that every call of the repository fails with `StoreUnavailable`. */
export async function expectUnavailable(repository: EntryRepository): Promise<void> {
  const key = { username: 'ada', timestamp: '2026-01-01T00:00:00.000000Z' };
  await Promise.all([
    expect(repository.add({ username: 'ada', digits: '12345678' })).rejects.toBeInstanceOf(StoreUnavailable),
    expect(repository.find(key)).rejects.toBeInstanceOf(StoreUnavailable),
    expect(repository.latest()).rejects.toBeInstanceOf(StoreUnavailable),
    expect(repository.list(1)).rejects.toBeInstanceOf(StoreUnavailable),
  ]);
}

async function listAll(repository: EntryRepository, limit: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  let place: EntryKey | undefined;
  do {
    const page = await repository.list(limit, place);
    entries.push(...page.entries);
    place = page.next ?? undefined;
  } while (place !== undefined);
  return entries;
}

async function addInTurn(repository: EntryRepository, count: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let n = 0; n < count; n++) {
    entries.push(await repository.add({ username: `user ${n % 3}`, digits: String(n).padStart(8, '0') }));
  }
  return entries;
}

function keyOf(entry: Entry | undefined): EntryKey | undefined {
  return entry && { username: entry.username, timestamp: entry.timestamp };
}

function timestampAt(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('Z', '000Z');
}
