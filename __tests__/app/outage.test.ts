import { createEntryRepository } from '../../app/entries/dynamodb/dynamodb-entry-repository';
import { formatEntryCursor } from '../../app/entries/web/entry-cursor';
import { post, type RawResponse, send } from '../support/http/raw-http';
import { startApp, type TestApp } from '../support/http/test-app';
import { useFakeTimeouts } from '../support/jest/fake-timeouts';
import { until } from '../support/jest/until';
import { createPatientClient, type DynamoDb, startDynalite } from '../support/stores/dynamodb';
import { createEntriesTable } from '../support/stores/dynamodb-tables';
import { FaultyStore } from '../support/stores/faulty-store';

let engine: DynamoDb;
let store: FaultyStore;
let app: TestApp;
/** A second task that uses the same table. */
let other: TestApp;
const client = { destroy: () => {} };
beforeAll(async () => {
  // From the start of the apps to their end, deadlines pass only when a test says so.
  useFakeTimeouts();
  engine = await startDynalite();
  store = await FaultyStore.start(engine.endpoint);
  const dynamoDb = createPatientClient(store.endpoint);
  client.destroy = () => dynamoDb.destroy();
  const table = { client: dynamoDb, tableName: await createEntriesTable(dynamoDb) };
  [app, other] = await Promise.all([
    startApp({ repository: createEntryRepository(table) }),
    startApp({ repository: createEntryRepository(table) }),
  ]);
});
afterAll(async () => {
  await Promise.all([app.stop(), other.stop()]);
  client.destroy();
  await store.stop();
  await engine.stop();
  jest.useRealTimers();
});

const json = ['Accept', 'application/json'] as const;
const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const justNow = () => formatEntryCursor({ username: 'ada', timestamp: new Date().toISOString().replace('Z', '000Z') });

const requests: readonly (readonly [string, () => Promise<RawResponse>])[] = [
  ['a view', () => send(app.port, {})],
  ['a view with the cookie of a saved entry', () => send(app.port, { headers: [['Cookie', `saved=${justNow()}`]] })],
  ['a view as JSON', () => send(app.port, { headers: [json] })],
  ['the list', () => send(app.port, { target: '/entries' })],
  ['readiness', () => send(app.port, { target: '/ready' })],
  ['a form', () => post(app.port, 'username=ada&digits=12345678', [form])],
  ['a JSON post', () => post(app.port, '{"username":"ada","digits":"12345678"}')],
];

/** The promised maximum of the app's work on a response, in milliseconds: 2 s without the time for parsing and rendering. */
const deadlineMs = 1_500;

describe('App with a table', () => {
  /** Waits until the app has started to handle all requests, and then lets their deadline pass. */
  async function passDeadline(): Promise<void> {
    await until(() => handled === requests.length);
    // A lookup, two writes, and two queries: one for the list, and one that all views share.
    await until(() => ['GetItem', 'PutItem', 'Query'].map((name) => store.requests.get(name)).join() === '1,2,2');
    jest.advanceTimersByTime(deadlineMs);
  }
  let handled = 0;
  const count = () => {
    handled += 1;
  };
  beforeEach(() => {
    handled = 0;
    store.requests.clear();
    app.server.on('request', count);
  });
  afterEach(() => app.server.off('request', count));

  test.each([
    ['refuses connections', () => store.refuse(), async () => undefined],
    ['accepts connections and never responds', () => store.hang(), passDeadline],
    ['throttles', () => store.throttle(), async () => undefined],
  ])(
    'responds with 503 within 2 s if the table %s, and shows entries again after the table recovers',
    async (_title, fail, pass) => {
      await fail();
      const asking = requests.map(async ([name, ask]) => {
        const { status, headers } = await ask();
        return { name, status, retryAfter: headers['retry-after'] };
      });
      await pass();
      expect(await Promise.all(asking)).toEqual(requests.map(([name]) => ({ name, status: 503, retryAfter: '2' })));
      expect((await send(app.port, { target: '/health' })).status).toBe(200);

      await store.recover();
      const statuses = await Promise.all(requests.map(async ([, ask]) => (await ask()).status));
      expect(statuses).toEqual([200, 200, 200, 200, 200, 303, 201]);
    },
  );
});

describe('Entry whose store hangs after the write', () => {
  const digitsOf = async (username: string) => {
    const { body } = await send(app.port, { target: '/entries?limit=100', headers: [json] });
    const { entries } = JSON.parse(body) as { entries: { username: string; digits: string }[] };
    return entries.filter((entry) => entry.username === username).map(({ digits }) => digits);
  };
  const attempt = '0123456789abcdef'.repeat(2);
  const key = (value: string) => ['Idempotency-Key', value] as const;
  const uuid = '8e03978e-40d5-43dd-bc93-6894a57f9324';
  const bodies = {
    form: 'username=grace&digits=00420117',
    formWithAttempt: `username=judy&digits=00420117&attempt=${attempt}`,
    json: '{"username":"heidi","digits":"00420117"}',
  };
  let failed: Record<keyof typeof bodies, RawResponse>;

  beforeAll(async () => {
    const withheld = [1, 2, 3].map(() => store.withholdNextReply());
    const responses = Promise.all([
      post(app.port, bodies.form, [form]),
      post(app.port, bodies.formWithAttempt, [form]),
      post(app.port, bodies.json, [key(uuid)]),
    ]);
    await Promise.all(withheld);
    jest.advanceTimersByTime(deadlineMs);
    const [plain, withAttempt, json] = await responses;
    failed = { form: plain, formWithAttempt: withAttempt, json };
    await store.recover();
  });

  test('is stored once if its form is sent again to another task; an edited form is stored as a new entry', async () => {
    expect(failed.form.status).toBe(503);
    expect(failed.form.body).toMatch(/role="alert">[^<]*is unknown whether[^<]*Press Save again/);
    const given = /name="attempt" value="([^"]+)"/.exec(failed.form.body)?.[1];

    const again = `${bodies.form}&attempt=${given}`;
    const responses = [await post(other.port, again, [form]), await post(app.port, again, [form])];
    expect(responses.map(({ status }) => status)).toEqual([303, 303]);
    expect(await digitsOf('grace')).toEqual(['00420117']);
    const cookie = responses[0]?.headers['set-cookie']?.split(';')[0] ?? '';
    expect((await send(other.port, { headers: [['Cookie', cookie]] })).body).toMatch(/Saved: .*00420117/);

    await post(other.port, again.replace('117', '118'), [form]);
    expect(await digitsOf('grace')).toEqual(['00420118', '00420117']);
  });

  test('is stored once if the browser resends the same form; an edited form is stored as a new entry', async () => {
    const { status, body: page } = failed.formWithAttempt;
    expect([status, page.includes(`value="${attempt}"`)]).toEqual([503, true]);

    const body = bodies.formWithAttempt;
    const responses = [await post(other.port, body, [form]), await post(app.port, body, [form])];
    expect(responses.map(({ status }) => status)).toEqual([303, 303]);
    expect(await digitsOf('judy')).toEqual(['00420117']);
    await post(app.port, body.replace('117', '118'), [form]);
    expect(await digitsOf('judy')).toEqual(['00420118', '00420117']);
  });

  test('is stored once if its JSON is sent again with the same Idempotency-Key', async () => {
    const { status, body: problem } = failed.json;
    expect([status, JSON.parse(problem).detail]).toEqual([
      503,
      expect.stringMatching(/is unknown whether.*Idempotency-Key/),
    ]);

    const body = bodies.json;
    const responses = await Promise.all([
      post(other.port, body, [key(`"${uuid}"`)]),
      post(app.port, body, [key(uuid)]),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
    expect(responses[0]?.body).toBe(responses[1]?.body);
    expect(await digitsOf('heidi')).toEqual(['00420117']);
    const reused = await post(app.port, body.replace('17', '18'), [key(uuid)]);
    expect([reused.status, JSON.parse(reused.body).detail]).toEqual([422, expect.stringContaining('another request')]);
  });
});
