import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { type Kysely, sql } from 'kysely';
import { migrate as migrateSchema } from '../../../app/profiles/database/migrate';
import { requiredMigration } from '../../../app/profiles/database/migrations';
import { sweep } from '../../../app/profiles/service/sweep';
import { AppProcess, bundledProgram, served } from '../../support/http/app-process';
import { multipartType, textOf, writeMultipart } from '../../support/http/multipart';
import { TcpProxy } from '../../support/http/tcp-proxy';
import { until } from '../../support/jest/until';
import { createPatientClient, environmentOf } from '../../support/stores/dynamodb';
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
  const client = createPatientClient(dynamoDb);
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

function send(app: AppProcess, bytes: Buffer, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${app.origin}/profiles`, {
    method: 'POST',
    headers: { Accept: 'application/json', ...headers },
    body: formWith(bytes),
  });
}

/** Creates one profile. The key makes retries safe. */
async function create(app: AppProcess, bytes: Buffer): Promise<{ id: string; token: string }> {
  const key = { 'Idempotency-Key': randomUUID() };
  const response = await served(() => send(app, bytes, key));
  expect(response.status).toBe(201);
  return (await response.json()) as { id: string; token: string };
}

/** Waits until the stores are empty, because the app removes files in the background. */
async function expectNothing(): Promise<void> {
  const isEmpty = async () => {
    const { deleting, ...lists } = await stores.contents();
    return deleting === 0 && Object.values(lists).every(({ length }) => length === 0);
  };
  await until(isEmpty).catch(() => undefined);
  expect(await stores.contents()).toEqual({ rows: [], files: [], pending: [], metadata: [], deleting: 0 });
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

  const isCutOff = (reply: Promise<unknown>) =>
    reply.then(
      () => false,
      () => true,
    );

  /** For each step of a creation or a deletion: the store, the text of the message, and how many requests reach the step. */
  const steps = [
    ['database', 'set deleted_at', 3],
    ['dynamoDb', '.DeleteItem', 2],
    ['s3', 'DELETE /uploads/files/', 1],
    ['s3', 'PUT /uploads/pending/', 4],
    ['s3', 'x-amz-copy-source', 3],
    ['dynamoDb', '.PutItem', 2],
    ['database', 'insert into "profiles"', 1],
  ] as const;

  /**
   * Starts four creations and three deletions, waits until one request hangs at each step, and kills the app.
   * @returns the ids of the profiles to delete, or null if a request ended or was retried before the app was killed
   */
  async function killInTheMiddle(): Promise<readonly string[] | null> {
    await Promise.all(Object.values(proxies).map((proxy) => proxy.recover()));
    await stores.clear();
    const app = await AppProcess.start(environment);
    const text = Buffer.from('Some text.');
    const profiles = [await create(app, text), await create(app, text), await create(app, text)];
    const counts = steps.map(([store, message]) => proxies[store].count(message));
    const hung = steps.map(([store, message]) => proxies[store].loseReply(message, 'withheld'));
    const replies = [
      ...profiles.map(({ id, token }) =>
        fetch(`${app.origin}/profiles/${id}`, { method: 'DELETE', headers: { Authorization: `Bearer ${token}` } }),
      ),
      ...Array.from({ length: 4 }, () => send(app, text)),
    ].map(isCutOff);
    await Promise.race([Promise.all(hung), Promise.all(replies)]);
    await app.kill();
    const areCutOff = (await Promise.all(replies)).every(Boolean);
    await Promise.all(Object.values(proxies).map((proxy) => proxy.idle()));
    const areSentOnce = steps.every(([, , requests], step) => counts[step]?.() === requests);
    return areCutOff && areSentOnce ? profiles.map(({ id }) => id) : null;
  }

  test('leaves consistent stores if it was killed in the middle of four creations and three deletions', async () => {
    // On a slow machine, the app's timeouts can pass before it is killed. In this case, the test is repeated with a new app.
    const deleted = await until(killInTheMiddle);

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
      expect((await served(() => fetch(`${app.origin}/ready`))).status).toBe(200);
      expect((await served(() => fetch(`${app.origin}/profiles`))).status).toBe(200);
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
    // This limit is long, because the machine may be slow. `response-deadline.test.ts` tests the exact limit.
    const inTime = performance.now() - startedAt < 60_000;
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
    app = await AppProcess.start(environment);
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
      /** Returns the memory that uploads need: the minimum of several measurements, because garbage may be collected late. */
      async function needed(uploads: number, limit: number): Promise<number> {
        let least = Number.POSITIVE_INFINITY;
        for (let tries = 0; tries < 20 && least >= limit; tries += 1) least = Math.min(least, await costOf(uploads));
        return least;
      }
      expect(await needed(1, 24)).toBeLessThan(24);
      expect(await needed(3, 60)).toBeLessThan(60);
    },
  );

  test('returns a stored file, and 404 after its profile was deleted', async () => {
    const bytes = textOf(6 * 1024 * 1024);
    const { id, token } = await create(app, bytes);
    const file = () => served(() => fetch(`${app.origin}/profiles/${id}/file`));
    expect(Buffer.from(await (await file()).arrayBuffer()).equals(bytes)).toBe(true);

    const statuses: number[] = [];
    await served(async () => {
      const headers = { Authorization: `Bearer ${token}` };
      const response = await fetch(`${app.origin}/profiles/${id}`, { method: 'DELETE', headers });
      statuses.push(response.status);
      return response;
    });
    // The retry of a deletion with an unknown outcome may find no profile.
    expect(statuses.length === 1 ? [204] : [204, 404]).toContain(statuses.at(-1));
    expect((await file()).status).toBe(404);
    await expectNothing();
  });

  test('stores nothing if the client disconnects', async () => {
    const body = Buffer.concat([
      Buffer.from('--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'),
      Buffer.alloc(6 * 1024 * 1024, 'a'),
    ]);
    /** Returns whether the client disconnected before the response, which can be 503 on a slow machine. */
    async function disconnect(): Promise<boolean> {
      const id = randomUUID();
      const headers = {
        'Content-Type': 'multipart/form-data; boundary=x',
        'Content-Length': body.length + 1_000_000,
        'X-Request-Id': id,
      };
      const sending = request(`${app.origin}/profiles`, { method: 'POST', headers });
      sending.on('error', () => undefined);
      const [started, discarded] = [proxies.s3.sees('partNumber=1'), proxies.s3.sees('DELETE /uploads/pending/')];
      sending.write(body);
      await started;
      sending.destroy();

      const [line] = await app.writes(new RegExp(`.*"requestId":"${id}".*`));
      await discarded;
      await expectNothing();
      return line.includes('"aborted":true');
    }
    await until(disconnect);
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

    /** Returns the app after its end, or null if a store was too slow for the upload. */
    async function stopDuringUpload(): Promise<AppProcess | null> {
      const stopping = await AppProcess.start(environment);
      try {
        await create(stopping, Buffer.from('Some text.'));
        await stores.clear();
        const sending = request(`${stopping.origin}/profiles`, { method: 'POST', headers });
        const responded = once(sending, 'response') as Promise<[IncomingMessage]>;
        const uploading = proxies.s3.sees('partNumber=1');
        sending.write(start);
        await Promise.race([uploading, responded]);

        stopping.child.kill('SIGTERM');
        await stopping.writes(/"deadlineSeconds":117,"msg":"stopping"/);
        await until(() =>
          fetch(`${stopping.origin}/health`).then(
            () => false,
            () => true,
          ),
        );
        sending.end(rest);

        const [response] = await responded;
        response.resume();
        if (response.statusCode === 503) return null;
        expect(response.statusCode).toBe(201);
        expect(await stopping.exited).toBe(0);
        return stopping;
      } finally {
        await stopping.kill();
      }
    }
    const stopped = await until(stopDuringUpload);
    expect(stopped.output).toMatch(/"aborted":0,"msg":"stopped"/);
    expect((await stores.contents()).rows).toHaveLength(1);
  });
});
