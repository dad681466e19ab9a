import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type Kysely, sql } from 'kysely';
import { migrate as migrateSchema } from '../../../app/profiles/database/migrate';
import { requiredMigration } from '../../../app/profiles/database/migrations';
import { sweep } from '../../../app/profiles/service/sweep';
import { AppProcess, bundledProgram } from '../../support/http/app-process';
import { multipartType, textOf, writeMultipart } from '../../support/http/multipart';
import { TcpProxy } from '../../support/http/tcp-proxy';
import { patience } from '../../support/jest/patience';
import { until } from '../../support/jest/until';
import { createTestClient, environmentOf } from '../../support/stores/dynamodb';
import { createEntriesTable } from '../../support/stores/dynamodb-tables';
import { type Postgres, startAny } from '../../support/stores/postgres';

import { appUser, startStores, type TestStores } from '../../support/stores/profile-stores';

let postgres: Postgres;
let stores: TestStores;
/** Proxies between the process and its stores. */
let proxies: { readonly database: TcpProxy; readonly s3: TcpProxy; readonly dynamoDb: TcpProxy };
let environment: Record<string, string>;

beforeAll(async () => {
  postgres = await startAny();
  stores = await startStores(postgres);
  const { s3, dynamoDb } = stores.endpoints;
  const [database, files, metadata] = await Promise.all([
    TcpProxy.start(postgres.settings.port),
    TcpProxy.start(Number(new URL(s3).port)),
    TcpProxy.start(Number(new URL(dynamoDb).port)),
  ]);
  proxies = { database, s3: files, dynamoDb: metadata };
  const client = createTestClient(dynamoDb);
  const entriesTable = await createEntriesTable(client);
  client.destroy();
  environment = {
    ...environmentOf(`http://127.0.0.1:${metadata.port}`),
    DYNAMO_TABLE: entriesTable,
    ...stores.environment,
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${files.port}`,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${metadata.port}`,
    DATABASE_PORT: String(database.port),
    POSTS_PER_MINUTE: '1000',
  };
});
afterAll(async () => {
  await Promise.all(Object.values(proxies ?? {}).map((proxy) => proxy.stop()));
  await stores?.stop();
  await postgres?.stop();
});
beforeEach(async () => {
  await Promise.all(Object.values(proxies).map((proxy) => proxy.recover()));
  await stores.clear();
});

function formWith(bytes: Buffer): FormData {
  const form = new FormData();
  form.set('name', 'Ada');
  form.set('email', 'ada@example.com');
  form.set('file', new Blob([bytes]), 'a.txt');
  return form;
}

function send(app: AppProcess, bytes: Buffer): Promise<Response> {
  return fetch(`${app.origin}/profiles`, {
    method: 'POST',
    headers: { Accept: 'application/json' },
    body: formWith(bytes),
  });
}

/** Creates a profile. If a busy machine responds with 503, it retries the request. */
async function create(app: AppProcess, bytes: Buffer): Promise<{ id: string; token: string }> {
  const response = await send(app, bytes);
  if (response.status === 503) return create(app, bytes);
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; token: string };
}

describe('Killed process', () => {
  /** Checks that every row has its file, and that the sweep removes everything else. */
  async function expectConsistent(rows: number): Promise<void> {
    const before = await stores.contents();
    for (const held of before.rows) {
      expect(before.files).toContain(held);
      expect(before.metadata).toContain(held);
    }
    await sweep(stores, { filesOlderThanMs: 0, deletionsOlderThanMs: 0 });
    const { rows: held, ...rest } = await stores.contents();
    expect(held).toHaveLength(rows);
    expect(rest).toEqual({ files: [...held].sort(), metadata: [...held].sort(), pending: [], deleting: 0 });
  }

  const ended = (reply: Promise<unknown>) =>
    reply.then(
      () => 'responded',
      () => 'cut off',
    );

  /** Kills the app in the middle of seven requests, and returns their outcomes and the ids of the profiles to delete. */
  async function killInTheMiddle(): Promise<{ outcomes: readonly string[]; deleted: readonly string[] }> {
    await Promise.all(Object.values(proxies).map((proxy) => proxy.recover()));
    await stores.clear();
    const app = await AppProcess.start(environment);
    const text = Buffer.from('Some text.');
    // Creates the profiles before the requests below start, because these requests time out after two seconds.
    const created = [await send(app, text), await send(app, text), await send(app, text)];
    if (created.some(({ status }) => status !== 201)) {
      await app.kill();
      return { outcomes: ['not created'], deleted: [] };
    }
    const profiles = (await Promise.all(created.map((one) => one.json()))) as { id: string; token: string }[];
    const [hidden, withoutRecord, withoutFile] = profiles.map(
      ({ id, token }) =>
        () =>
          fetch(`${app.origin}/profiles/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } }),
    );
    const upload = () => send(app, text);
    const replies: Promise<string>[] = [];
    for (const [store, message, request = upload] of [
      ['database', 'set deleted_at', hidden],
      ['dynamoDb', '.DeleteItem', withoutRecord],
      ['s3', 'DELETE /uploads/files/', withoutFile],
      ['s3', 'PUT /uploads/pending/'],
      ['s3', 'x-amz-copy-source'],
      ['dynamoDb', '.PutItem'],
      ['database', 'insert into "profiles"'],
    ] as const) {
      const written = proxies[store].loseReply(message, 'withheld');
      const reply = ended(request());
      replies.push(reply);
      // Waits for `reply` too: `written` never settles if the request times out before its message reaches the store.
      await Promise.race([written, reply]);
    }
    await app.kill();
    return { outcomes: await Promise.all(replies), deleted: profiles.map(({ id }) => id) };
  }

  test('leaves consistent stores if it was killed in the middle of four creations and three deletions', async () => {
    let { outcomes, deleted } = await killInTheMiddle();
    // On a busy machine, a request can time out before the app is killed. In this case, the test is repeated with a new app.
    for (let attempt = 1; attempt < patience && !outcomes.every((outcome) => outcome === 'cut off'); attempt++) {
      ({ outcomes, deleted } = await killInTheMiddle());
    }

    expect(outcomes).toEqual(Array(7).fill('cut off'));
    for (const id of deleted) expect(await stores.repository.findPublic(id)).toBeNull();
    const { rows, deleting, pending, files, metadata } = await stores.contents();
    // The creations left 4 pending uploads, 3 copies, 2 records and 1 row. The deletions left 3 hidden rows, 2 files and 1 record.
    expect([rows.length, deleting, pending.length]).toEqual([1, 3, 4]);
    expect([files.length, metadata.length]).toEqual([3 + 2, 2 + 1]);
    await expectConsistent(1);
  });
});

describe('migrate.js', () => {
  const migrate = (variables: Record<string, string>) =>
    new AppProcess({ ...stores.masterEnvironment, ...variables }, bundledProgram('migrate.js'));
  const dropSchema = () => sql`drop table if exists profiles, migrations`.execute(stores.database);

  afterEach(() => migrateSchema(stores.database as Kysely<unknown>, { user: appUser }));

  test('creates the schema that the app is waiting for, even if two processes run at the same time', async () => {
    await dropSchema();
    const app = await AppProcess.start(environment);
    try {
      // Repeats the request: on a busy machine, the app's first login can time out before the app has read the schema.
      await until(async () => {
        const waiting = await fetch(`${app.origin}/ready`);
        expect(waiting.status).toBe(503);
        return (await waiting.text()).includes(requiredMigration) || undefined;
      });
      expect((await fetch(`${app.origin}/profiles`)).status).toBe(503);
      await app.writes(new RegExp(requiredMigration));

      const processes = [migrate(environment), migrate(environment)];
      expect(await Promise.all(processes.map(({ exited }) => exited))).toEqual([0, 0]);
      expect((await fetch(`${app.origin}/ready`)).status).toBe(200);
      expect((await fetch(`${app.origin}/profiles`)).status).toBe(200);
    } finally {
      await app.kill();
    }
  });

  test('prints one line and exits with 1 when it is stopped', async () => {
    const waiting = proxies.database.loseReply('pg_advisory_lock', 'withheld');
    const process = migrate(environment);
    await waiting;
    process.child.kill('SIGTERM');
    expect(await process.exited).toBe(1);
    expect(process.output).toMatch(/^Stopped before the schema was up to date/);
  });

  test.each([
    ['without a master user', { DATABASE_MASTER_USER: '' }, /DATABASE_MASTER_USER is not set/],
    [
      'if the database does not respond',
      { DATABASE_PORT: '1' },
      /^The database \S+ at 127\.0\.0\.1 could not be migrated: /,
    ],
  ])('prints one line and exits with 1 %s', async (_case, variables, sentence) => {
    const process = migrate({ ...environment, ...variables });
    expect(await process.exited).toBe(1);
    expect(process.output).toMatch(sentence);
    expect(process.output).not.toMatch(/^\s+at /m);
  });
});

describe('App process', () => {
  let app: AppProcess;
  let own: { id: string; token: string };
  /** The profile for the deletion, which hides the profile even if it fails. The other requests use `own`. */
  let other: { id: string; token: string };
  const small = Buffer.from('Some text.');
  const inParts = textOf(6 * 1024 * 1024);

  beforeAll(async () => {
    app = await AppProcess.start(environment);
  });
  afterAll(() => app?.kill());
  beforeEach(async () => {
    [own, other] = await Promise.all([create(app, small), create(app, small)]);
  });

  const get = (path: string) => fetch(`${app.origin}${path}`, { headers: { Accept: 'application/json' } });
  const managed = (method: string, headers = {}, body?: string, { id, token } = own) =>
    fetch(`${app.origin}/profiles/${id}`, {
      method,
      headers: { Accept: 'application/json', Authorization: `Bearer ${token}`, ...headers },
      ...(body !== undefined && { body }),
    });
  const json = { 'Content-Type': 'application/json' };
  const details = JSON.stringify({ name: 'Eve', email: 'eve@example.com' });
  const requests: Record<string, () => Promise<Response>> = {
    ready: () => get('/ready'),
    list: () => get('/profiles'),
    profile: () => get(`/profiles/${own.id}`),
    managed: () => managed('GET'),
    file: () => get(`/profiles/${own.id}/file`),
    create: () => fetch(`${app.origin}/profiles`, { method: 'POST', headers: json, body: details }),
    change: () => managed('POST', json, details),
    upload: () => send(app, small),
    uploadInParts: () => send(app, inParts),
    delete: () => managed('DELETE', {}, undefined, other),
  };

  async function timed(name: string) {
    const startedAt = performance.now();
    const { status, headers } = (await requests[name]?.()) ?? new Response();
    // `response-deadline.test.ts` tests the exact limit.
    const inTime = performance.now() - startedAt < patience * 2_000;
    return { name, status, retryAfter: headers.get('Retry-After'), inTime };
  }

  test.each([
    ['PostgreSQL', 'database', ['ready', 'list', 'profile', 'managed', 'file', 'create', 'change', 'upload', 'delete']],
    ['S3', 's3', ['file', 'upload', 'uploadInParts', 'delete']],
    ['DynamoDB', 'dynamoDb', ['ready', 'profile', 'managed', 'file', 'upload', 'delete']],
  ] as const)('responds with 503 within 2 s while %s hangs', async (_title, store, names) => {
    proxies[store].hang();
    const responses = await Promise.all(names.map(timed));
    await proxies[store].recover();
    const expected = { status: 503, retryAfter: '2', inTime: true };
    expect(responses).toEqual(names.map((name) => ({ name, ...expected })));
  });
});

/** Reads the peak memory of a process since the last call of `forget`, in MiB. Works only on Linux. */
const peak = {
  of: (pid: number) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024,
  forget: (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5'),
};

const testOnLinux = process.platform === 'linux' ? test : test.skip;

describe('Process that receives files', () => {
  let app: AppProcess;

  beforeAll(async () => {
    app = await AppProcess.start({ ...environment, DRAIN_SECONDS: '1' });
    // Loads all modules, so that their memory is not attributed to the uploads.
    await create(app, Buffer.from('Some text.'));
  });
  afterAll(() => app?.kill());

  testOnLinux(
    'needs less than 24 MiB of memory for a file of 10 MiB, and less than 60 MiB for three concurrent files',
    async () => {
      const pid = app.child.pid ?? 0;
      const file = Buffer.alloc(10 * 1024 * 1024, 'a');
      peak.forget(pid);
      const idle = peak.of(pid);
      async function costOf(uploads: number): Promise<number> {
        peak.forget(pid);
        await Promise.all(Array.from({ length: uploads }, () => create(app, file)));
        return peak.of(pid) - idle;
      }
      /**
       * Returns the memory that uploads need: the minimum of up to six measurements, because on a busy machine
       * garbage is collected late.
       */
      async function needed(uploads: number, limit: number): Promise<number> {
        let least = Number.POSITIVE_INFINITY;
        for (let tries = 0; tries < patience && least >= limit; tries += 1)
          least = Math.min(least, await costOf(uploads));
        return least;
      }
      expect(await needed(1, 24)).toBeLessThan(24);
      expect(await needed(3, 60)).toBeLessThan(60);
    },
  );

  test('returns a stored file, and 404 after its profile was deleted', async () => {
    const bytes = textOf(6 * 1024 * 1024);
    const { id, token } = await create(app, bytes);
    const response = await fetch(`${app.origin}/profiles/${id}/file`);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);

    const headers = { Authorization: `Bearer ${token}` };
    expect((await fetch(`${app.origin}/profiles/${id}`, { method: 'DELETE', headers })).status).toBe(204);
    expect((await fetch(`${app.origin}/profiles/${id}/file`)).status).toBe(404);
    expect(await stores.contents()).toMatchObject({ rows: [], deleting: 0, files: [], metadata: [] });
  });

  test('stores nothing if the client disconnects', async () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'),
      Buffer.alloc(6 * 1024 * 1024, 'a'),
    ]);
    const headers = {
      'Content-Type': 'multipart/form-data; boundary=x',
      'Content-Length': body.length + 1_000_000,
      'X-Request-Id': 'disconnects',
    };
    const sending = request(`${app.origin}/profiles`, { method: 'POST', headers });
    sending.on('error', () => undefined);
    const [started, discarded] = [proxies.s3.sees('partNumber=1'), proxies.s3.sees('DELETE /uploads/pending/')];
    sending.write(body);
    await started;
    sending.destroy();

    await app.writes(/"requestId":"disconnects".*"aborted":true/);
    await discarded;
    expect(await stores.contents()).toEqual({ rows: [], files: [], pending: [], metadata: [], deleting: 0 });
  });

  test('completes an upload that was running at SIGTERM', async () => {
    const form = writeMultipart([
      { name: 'name', value: 'Ada' },
      { name: 'email', value: 'ada@example.com' },
      { name: 'file', value: textOf(6 * 1024 * 1024), fileName: 'a.txt' },
    ]);
    const [start, rest] = [form.subarray(0, -8), form.subarray(-8)];
    const headers = {
      ...Object.fromEntries([multipartType]),
      'Content-Length': form.length,
      Accept: 'application/json',
    };
    const sending = request(`${app.origin}/profiles`, { method: 'POST', headers });
    const responded = once(sending, 'response');
    const uploading = proxies.s3.sees('partNumber=1');
    sending.write(start);
    await uploading;

    app.child.kill('SIGTERM');
    await app.writes(/"deadlineSeconds":117,"msg":"stopping"/);
    const home = await fetch(app.origin);
    expect([home.status, home.headers.get('connection')]).toEqual([200, 'close']);
    await until(() =>
      fetch(`${app.origin}/health`).then(
        () => false,
        () => true,
      ),
    );
    sending.end(rest);

    const [response] = (await responded) as [IncomingMessage];
    expect(response.statusCode).toBe(201);
    response.resume();
    expect(await app.exited).toBe(0);
    expect(app.output).toMatch(/"aborted":0,"msg":"stopped"/);
    expect((await stores.contents()).rows).toHaveLength(1);
  });
});
