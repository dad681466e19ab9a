import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEntryRepository } from '../../../app/entries/dynamodb-entry-repository';
import type { EntryRepository } from '../../../app/entries/entry-repository';
import { LatestEntry } from '../../../app/entries/latest-entry';
import { createEntriesTable, createTestClient, type DynamoDb, startDynalite } from '../../support/dynamodb';
import { FaultyStore } from '../../support/faulty-store';

describe('while the index lags', () => {
  let engine: DynamoDb;
  let store: FaultyStore;
  let client: DynamoDBClient;
  let repository: EntryRepository;
  let latest: LatestEntry;

  beforeEach(async () => {
    engine = await startDynalite();
    store = await FaultyStore.start(engine.endpoint);
    client = createTestClient(store.endpoint);
    repository = createEntryRepository({ client, tableName: await createEntriesTable(client) });
    latest = new LatestEntry(repository, { ttlMs: 0 });
    await repository.add({ username: 'ada', digits: '11111111' });
    await repository.latest();
    store.freezeIndex();
  });
  afterEach(async () => {
    client?.destroy();
    await store?.stop();
    await engine?.stop();
  });

  test('an entry that somebody else wrote is not seen until it is looked up by its key, and from then on', async () => {
    const added = await repository.add({ username: 'bob', digits: '22222222' });
    expect(await latest.get()).toMatchObject({ digits: '11111111' });
    expect(await latest.find(added)).toEqual(added);
    expect(await latest.get()).toEqual(added);
  });

  test('an entry that we wrote is seen at once, and gives way to a newer one when the index has caught up', async () => {
    const ours = await repository.add({ username: 'ada', digits: '22222222' });
    latest.observe(ours);
    const theirs = await repository.add({ username: 'bob', digits: '33333333' });
    expect(await latest.get()).toEqual(ours);
    await store.recover();
    expect(await latest.get()).toEqual(theirs);
  });
});
