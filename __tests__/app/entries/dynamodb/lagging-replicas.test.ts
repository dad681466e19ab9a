import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEntryRepository } from '../../../../app/entries/dynamodb/dynamodb-entry-repository';
import type { AddOptions, EntryRepository } from '../../../../app/entries/entry-repository';
import { LatestEntry } from '../../../../app/entries/latest-entry';
import { createPatientClient, type DynamoDb, startDynalite } from '../../../support/stores/dynamodb';
import { createEntriesTable } from '../../../support/stores/dynamodb-tables';
import { FaultyStore } from '../../../support/stores/faulty-store';
import { unreachedMs } from '../../../support/stores/timeouts';

describe('Replica lag', () => {
  let engine: DynamoDb;
  let store: FaultyStore;
  let client: DynamoDBClient;
  let tableName: string;
  let repository: EntryRepository;
  let latest: LatestEntry;

  beforeEach(async () => {
    engine = await startDynalite();
    store = await FaultyStore.start(engine.endpoint);
    client = createPatientClient(store.endpoint);
    tableName = await createEntriesTable(client);
    repository = createEntryRepository({ client, tableName, timeoutMs: unreachedMs });
    latest = new LatestEntry(repository, { ttlMs: 0 });
    await repository.add({ username: 'ada', digits: '11111111' });
    await repository.latest();
    store.lag();
  });
  afterEach(async () => {
    client?.destroy();
    await store?.stop();
    await engine?.stop();
  });

  test("hides another process's entry until that entry is looked up by its key", async () => {
    const added = await repository.add({ username: 'bob', digits: '22222222' });
    expect(await latest.get()).toMatchObject({ digits: '11111111' });
    expect(await latest.find(added)).toEqual(added);
    expect(await latest.get()).toEqual(added);
  });

  test("does not hide this process's own entry; hides another process's newer entry only until the index catches up", async () => {
    const ours = await repository.add({ username: 'ada', digits: '22222222' });
    latest.observe(ours);
    const theirs = await repository.add({ username: 'bob', digits: '33333333' });
    expect(await latest.get()).toEqual(ours);
    await store.recover();
    expect(await latest.get()).toEqual(theirs);
  });

  const entry = { username: 'ada', digits: '11111111' };
  const retryToken = { timestamp: '2026-11-21T07:42:43.081123Z', request: randomUUID() };

  test.each<[string, number, AddOptions]>([
    ['a retry token', 0, { retryToken }],
    ['a retry token from yesterday', 25, { retryToken }],
    ['an idempotency key', 0, { idempotencyKey: 'one' }],
  ])('does not affect a retry with %s: the repository returns the stored entry', async (_title, hours, options) => {
    let now = Date.parse(retryToken.timestamp);
    const dated = createEntryRepository({ client, tableName, timeoutMs: unreachedMs, now: () => now });
    const first = await dated.add(entry, options);
    now += hours * 3_600_000;
    expect(await dated.add(entry, options)).toEqual(first);
  });
});
