import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { createEntriesTable, createTestClient, type DynamoDb, environmentOf, startDynalite } from '../support/dynamodb';
import { open, post, send, writeRequest } from '../support/raw-http';

const root = path.join(__dirname, '../..');

/** The app as a process of its own, as the container runs it. */
interface AppProcess {
  readonly child: ChildProcess;
  readonly exited: Promise<number | null>;
  readonly output: () => string;
  port(): Promise<number>;
}

const started: ChildProcess[] = [];
let engine: DynamoDb;
let environment: Record<string, string>;
beforeAll(async () => {
  engine = await startDynalite();
  environment = { ...environmentOf(engine.endpoint), PORT: '0', DRAIN_SECONDS: '0' };
  environment.DYNAMO_TABLE = await createEntriesTable(createTestClient(engine.endpoint));
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await engine.stop();
});

function run(overrides: Record<string, string> = {}): AppProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'app/server.ts'], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1', ...environment, ...overrides },
  });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const port = async (): Promise<number> => {
    for (;;) {
      const found = /"port":(\d+)/.exec(output)?.[1];
      if (found) return Number(found);
      if (child.exitCode !== null) throw new Error(output);
      await Promise.race([once(child.stdout, 'data'), exited]);
    }
  };
  return { child, exited, output: () => output, port };
}

test('it serves from a real table, and stops with 0 on SIGTERM although streams and silent connections are open', async () => {
  const { child, exited, port: listening } = run();
  const port = await listening();
  expect((await post(port, '{"username":"zoe","digits":"00000001"}')).status).toBe(201);
  expect((await send(port, {})).body).toContain('00000001');
  expect((await send(port, { target: '/ready' })).status).toBe(200);

  const [stream, silent, halfway, idle] = [await open(port), await open(port), await open(port), await open(port)];
  stream.write(writeRequest({ target: '/events' }));
  await stream.until('00000001');
  halfway.write('GET / HTTP/1.1\r\n');
  idle.write(writeRequest({ target: '/health' }));
  await idle.answer();

  const stoppedAt = Date.now();
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(Date.now() - stoppedAt).toBeLessThan(1_500);
  expect(stream.received).toMatch(/\r\n0\r\n\r\n$/);
  await silent.closed();
});

test('while it drains it serves on, closes connections, and is not ready; a second signal ends it at once', async () => {
  const { child, exited, output, port: listening } = run({ DRAIN_SECONDS: '20' });
  const port = await listening();
  child.kill('SIGINT');
  while (!output().includes('"stopping"')) await once(child.stdout as NodeJS.ReadableStream, 'data');
  const home = await send(port, {});
  expect([home.status, home.headers.connection]).toEqual([200, 'close']);
  expect((await send(port, { target: '/health' })).status).toBe(200);
  const ready = await send(port, { target: '/ready' });
  expect([ready.status, ready.headers['retry-after']]).toEqual([503, '2']);
  expect((await send(port, { target: '/events' })).status).toBe(503);
  child.kill('SIGINT');
  expect(await exited).toBe(1);
});

test('without a table it does not start, and says all that is wrong', async () => {
  const { exited, output } = run({ DYNAMO_TABLE: '', LOG_LEVEL: 'loud' });
  expect(await exited).toBe(1);
  expect(output()).toMatch(
    /^The app cannot start with this environment:\n- DYNAMO_TABLE is not set\..*\n- LOG_LEVEL is "loud"\..*\n$/,
  );
});

test('on a port that is taken it says so in one sentence', async () => {
  const other = createServer().listen(0);
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const { exited, output } = run({ PORT: String(port) });
  expect(await exited).toBe(1);
  expect(output()).toBe(`Port ${port} is in use. Set PORT to another one.\n`);
  other.close();
});
