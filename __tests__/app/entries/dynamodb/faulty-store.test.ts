import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEntryRepository } from '../../../../app/entries/dynamodb/dynamodb-entry-repository';
import type { EntryRepository } from '../../../../app/entries/entry-repository';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { useFakeTimeouts } from '../../../support/jest/fake-timeouts';
import { until } from '../../../support/jest/until';
import { createPatientClient, createTestClient, type DynamoDb, startDynalite } from '../../../support/stores/dynamodb';
import { createEntriesTable } from '../../../support/stores/dynamodb-tables';
import { expectUnavailable } from '../../../support/stores/entry-repository-tests';
import { FaultyStore } from '../../../support/stores/faulty-store';
import { setClientTimeout, timeoutsOf, unreachedMs } from '../../../support/stores/timeouts';

const shortTimeoutMs = 300;
const longTimeoutMs = 120_000;

describe('Entry repository with a faulty store', () => {
  let engine: DynamoDb;
  let store: FaultyStore;
  let client: DynamoDBClient;
  let tableName: string;
  let repository: EntryRepository;
  /** A repository with a short timeout, for calls that must fail. Its client has no timeouts. */
  let impatient: EntryRepository;
  const openRepository = (own: DynamoDBClient) =>
    createEntryRepository({ client: own, tableName, timeoutMs: unreachedMs });

  beforeAll(async () => {
    engine = await startDynalite();
    store = await FaultyStore.start(engine.endpoint);
    client = createPatientClient(store.endpoint);
    tableName = await createEntriesTable(client);
    repository = openRepository(client);
    impatient = createEntryRepository({ client, tableName, timeoutMs: shortTimeoutMs });
  });
  afterAll(async () => {
    client?.destroy();
    await store?.stop();
    await engine?.stop();
  });

  test.each([
    ['refuses connections', () => store.refuse()],
    ['accepts connections and never responds', () => store.hang()],
    ['throttles', () => store.throttle()],
    ['responds with a web page', () => store.misroute()],
  ])(
    'throws StoreUnavailable within its timeout if the store %s, and reads entries again after the store recovers',
    async (_, fail) => {
      const added = await repository.add({ username: 'ada', digits: '12345678' });
      await fail();
      await expectUnavailable(impatient);
      await store.recover();
      // The store may execute a write after its timeout, so that another entry may be the latest.
      expect((await repository.list(100)).entries).toContainEqual(added);
    },
  );

  test('retries a request that gets no response, and stores the entry only once', async () => {
    const before = await repository.list(100);
    const retrying = createPatientClient(store.endpoint);
    setClientTimeout(retrying, 'requestTimeout', 200);
    let attempts = 0;
    retrying.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'PutItemCommand') attempts += 1;
          if (attempts === 2) {
            setClientTimeout(retrying, 'requestTimeout', 0);
            await store.recover();
          }
          return next(args);
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    void store.withholdNextReply();
    const added = await openRepository(retrying).add({ username: 'bob', digits: '12345678' });
    retrying.destroy();
    expect(attempts).toBe(2);
    expect((await repository.list(100)).entries).toEqual([added, ...before.entries]);
  });

  test('has a client with a timeout for each request, which makes two attempts', async () => {
    const appClient = createTestClient(store.endpoint);
    await openRepository(appClient)
      .latest()
      .catch(() => undefined);
    expect(timeoutsOf(appClient)).toMatchObject({
      connectionTimeout: 300,
      requestTimeout: 800,
      throwOnRequestTimeout: true,
    });
    expect(await appClient.config.maxAttempts()).toBe(2);
    appClient.destroy();
  });

  const zoe = { username: 'zoe', digits: '00000001' };
  const ofZoe = async () =>
    (await repository.list(100)).entries.filter(({ username, digits }) => username === 'zoe' && digits === zoe.digits);
  const restarted = () => openRepository(client);

  /** Expects that a call of `impatient` times out. Its timeout passes when the store has received the request. */
  async function expectTimeout(call: () => Promise<unknown>, received: Promise<unknown>): Promise<void> {
    useFakeTimeouts();
    try {
      const failed = expect(call()).rejects.toThrow(StoreUnavailable);
      await received;
      jest.advanceTimersByTime(shortTimeoutMs);
      await failed;
    } finally {
      jest.useRealTimers();
    }
  }

  test.each([
    ['retry token', 'retryToken'],
    ['idempotency key', 'key'],
  ])(
    'stores an entry only once if the store hangs after the write, and the client retries with the same %s',
    async (_title, kind) => {
      const before = await ofZoe();
      const options = kind === 'key' ? { idempotencyKey: 'stored' } : { retryToken: repository.createRetryToken() };
      // Withholds the response to the first write: the write of the idempotency record if there is a key, otherwise the
      // write of the entry.
      await expectTimeout(() => impatient.add(zoe, options), store.withholdNextReply());
      await store.recover();
      const added = await Promise.all([restarted().add(zoe, options), restarted().add(zoe, options)]);
      expect(added[1]).toEqual(added[0]);
      expect(await ofZoe()).toEqual([added[0], ...before]);
    },
  );

  test('stores only one entry if a delayed write arrives after its retry', async () => {
    const before = await ofZoe();
    const retryToken = repository.createRetryToken();
    const release = store.delayRequests();
    store.requests.clear();
    const received = until(() => store.requests.get('PutItem') === 1);
    await expectTimeout(() => impatient.add(zoe, { retryToken }), received);
    await store.recover();
    const added = await restarted().add(zoe, { retryToken });
    await release();
    expect(await restarted().add(zoe, { retryToken })).toEqual(added);
    expect(await ofZoe()).toEqual([added, ...before]);
  });

  test('measures the latency of every write, including failed writes', async () => {
    const storeLatency = jest.fn();
    const metrics = { storeLatency, unreadable: jest.fn() };
    const timed = createEntryRepository({ client, tableName, timeoutMs: unreachedMs, metrics });
    await timed.add({ username: 'ada', digits: '12345678' });
    await store.refuse();
    await expect(timed.add({ username: 'ada', digits: '12345678' })).rejects.toThrow(StoreUnavailable);
    await store.recover();
    await timed.latest();
    expect(storeLatency.mock.calls).toEqual([[expect.any(Number)], [expect.any(Number)]]);
  });

  test('throws StoreUnavailable within its timeout if the credentials are never loaded', async () => {
    const lost = new DynamoDBClient({ region: 'eu-central-1', credentials: () => new Promise(() => undefined) });
    await expectUnavailable(createEntryRepository({ client: lost, tableName: 'any', timeoutMs: shortTimeoutMs }));
    lost.destroy();
  });

  test('throws StoreUnavailable if the credentials cannot be found', async () => {
    const lost = new DynamoDBClient({
      region: 'eu-central-1',
      credentials: () => Promise.reject(new Error('no role')),
    });
    await expectUnavailable(createEntryRepository({ client: lost, tableName: 'any' }));
    lost.destroy();
  });
});

describe('Store that delays requests', () => {
  let engine: DynamoDb;
  let store: FaultyStore;
  let client: DynamoDBClient;
  let repository: EntryRepository;

  beforeAll(async () => {
    engine = await startDynalite();
    store = await FaultyStore.start(engine.endpoint);
    client = createPatientClient(store.endpoint);
    repository = createEntryRepository({
      client,
      tableName: await createEntriesTable(client),
      timeoutMs: longTimeoutMs,
    });
  });
  beforeEach(() => store.requests.clear());
  afterEach(() => store.recover());
  afterAll(async () => {
    client?.destroy();
    await store?.stop();
    await engine?.stop();
  });

  const find = (n: number) => repository.find({ username: `user ${n}`, timestamp: '2026-01-01T00:00:00.000000Z' });
  const add = (n: number) => repository.add({ username: `user ${n}`, digits: '12345678' });
  const times = <T>(count: number, call: (n: number) => T) => Array.from({ length: count }, (_, n) => call(n));
  const counted = (...operations: string[]) =>
    operations.reduce((sum, operation) => sum + (store.requests.get(operation) ?? 0), 0);

  test('receives at most eight lookups at a time, so that posts and other reads do not wait for lookups', async () => {
    const release = store.delayRequests('GetItem');
    const lookups = times(60, find);
    await until(() => counted('GetItem') >= 8);
    const added = await add(0);
    expect(await repository.latest()).toEqual(added);
    expect((await repository.list(1)).entries).toEqual([added]);
    expect(counted('GetItem')).toBe(8);
    await release();
    await store.recover();
    await Promise.all(lookups);
  });

  test('receives fewer concurrent requests than the client has connections, so that a query does not wait for a connection', async () => {
    const release = store.delayRequests();
    const calls = [...times(50, find), ...times(50, add)];
    await until(() => counted('GetItem', 'PutItem') >= 48);
    const latest = repository.latest();
    await until(() => counted('Query') === 1);
    expect(Object.fromEntries(store.requests)).toEqual({ GetItem: 8, PutItem: 40, Query: 1 });
    await store.recover();
    await release();
    await Promise.all([latest, ...calls]);
  });

  test('does not receive a request that has waited in the queue for two thirds of the timeout', async () => {
    const release = store.delayRequests();
    const calls = Promise.allSettled(times(41, add));
    await until(() => counted('PutItem') >= 40);
    const { now } = performance;
    jest.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + 80_001);
    await store.recover();
    await release();
    const refused = (await calls).filter(({ status }) => status === 'rejected');
    jest.restoreAllMocks();
    expect(refused).toMatchObject([
      { reason: { cause: { message: 'Too many calls: waited more than 80000 ms in the queue' } } },
    ]);
    expect(counted('PutItem')).toBe(40);
  });
});

describe('Request that DynamoDB rejects as invalid', () => {
  test('throws an error other than StoreUnavailable', async () => {
    const engine = await startDynalite();
    const client = createPatientClient(engine.endpoint);
    const tableName = await createEntriesTable(client);
    const repository = createEntryRepository({ client, tableName, timeoutMs: unreachedMs });
    const finding = repository.find({ username: '', timestamp: '' });
    await expect(finding).rejects.toThrow();
    await expect(finding).rejects.not.toBeInstanceOf(StoreUnavailable);
    client.destroy();
    await engine.stop();
  });
});
