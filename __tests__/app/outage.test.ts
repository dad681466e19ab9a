import { createEntryRepository } from '../../app/entries/dynamodb-entry-repository';
import { formatEntryToken } from '../../app/entries/entry-token';
import { startApp, type TestApp } from '../support/app-server';
import { createEntriesTable, createTestClient, type DynamoDb, startDynalite } from '../support/dynamodb';
import { FaultyStore } from '../support/faulty-store';
import { post, type RawAnswer, send } from '../support/raw-http';

let engine: DynamoDb;
let store: FaultyStore;
let app: TestApp;
const client = { destroy: () => {} };
beforeAll(async () => {
  engine = await startDynalite();
  store = await FaultyStore.start(engine.endpoint);
  const dynamoDb = createTestClient(store.endpoint);
  client.destroy = () => dynamoDb.destroy();
  const repository = createEntryRepository({ client: dynamoDb, tableName: await createEntriesTable(dynamoDb) });
  app = await startApp({ repository });
});
afterAll(async () => {
  await app.stop();
  client.destroy();
  await store.stop();
  await engine.stop();
});

const json = ['Accept', 'application/json'] as const;
const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const justNow = () => formatEntryToken({ username: 'ada', timestamp: new Date().toISOString().replace('Z', '000Z') });

const requests: readonly (readonly [string, () => Promise<RawAnswer>])[] = [
  ['the page', () => send(app.port, {})],
  ['the page of an author', () => send(app.port, { headers: [['Cookie', `saved=${justNow()}`]] })],
  ['the page as JSON', () => send(app.port, { headers: [json] })],
  ['the list', () => send(app.port, { target: '/entries' })],
  ['readiness', () => send(app.port, { target: '/ready' })],
  ['a form', () => post(app.port, 'username=ada&digits=12345678', [form])],
  ['a JSON post', () => post(app.port, '{"username":"ada","digits":"12345678"}')],
];

test.each([
  ['refuses connections', () => store.refuse()],
  ['accepts them and never answers', () => store.hang()],
  ['throttles', () => store.throttle()],
])('a table that %s costs nobody more than 2 s, and is used again once it recovers', async (_title, fail) => {
  await fail();
  const answers = await Promise.all(
    requests.map(async ([name, ask]) => {
      const startedAt = Date.now();
      const { status, headers } = await ask();
      return { name, status, retryAfter: headers['retry-after'], inTime: Date.now() - startedAt < 2_000 };
    }),
  );
  expect(answers).toEqual(requests.map(([name]) => ({ name, status: 503, retryAfter: '2', inTime: true })));
  expect((await send(app.port, { target: '/health' })).status).toBe(200);

  await store.recover();
  const statuses = await Promise.all(requests.map(async ([, ask]) => (await ask()).status));
  expect(statuses).toEqual([200, 200, 200, 200, 200, 303, 201]);
});
