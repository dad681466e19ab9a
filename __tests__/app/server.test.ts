import { once } from 'node:events';
import { createServer } from 'node:net';
import { AppProcess, served } from '../support/http/app-process';
import { open, post, type RawResponse, send, writeRequest } from '../support/http/raw-http';
import { createPatientClient, type DynamoDb, environmentOf, startDynalite } from '../support/stores/dynamodb';
import { createEntriesTable } from '../support/stores/dynamodb-tables';

let engine: DynamoDb;
let environment: Record<string, string>;
let app: AppProcess | undefined;
beforeAll(async () => {
  engine = await startDynalite();
  const table = await createEntriesTable(createPatientClient(engine.endpoint));
  environment = { ...environmentOf(engine.endpoint), DYNAMO_TABLE: table };
});
afterEach(() => app?.kill());
afterAll(() => engine.stop());

describe('App process', () => {
  test('writes its metrics and exits with 0 on SIGTERM, even with open streams and silent connections', async () => {
    app = await AppProcess.start({ ...environment, METRICS_NAMESPACE: 'eight-digit/test' });
    const { child, exited, port } = app;
    const posts: RawResponse[] = [];
    await served(async () => {
      const response = await post(port, '{"username":"zoe","digits":"00000001"}', [['Idempotency-Key', 'one']]);
      posts.push(response);
      return response;
    });
    expect(posts.at(-1)?.status).toBe(201);
    expect((await served(() => send(port, {}))).body).toContain('00000001');
    expect((await served(() => send(port, { target: '/ready' }))).status).toBe(200);

    const [stream, silent, halfway, idle] = [await open(port), await open(port), await open(port), await open(port)];
    stream.write(writeRequest({ target: '/events' }));
    await stream.until('00000001');
    halfway.write('GET / HTTP/1.1\r\n');
    idle.write(writeRequest({ target: '/health' }));
    await idle.response();

    const stoppedAt = Date.now();
    child.kill('SIGTERM');
    expect(await exited).toBe(0);
    // Without waiting for the deadline, which is 27 s after the signal.
    expect(Date.now() - stoppedAt).toBeLessThan(20_000);
    expect(stream.received).toMatch(/\r\n0\r\n\r\n$/);
    await silent.closed();
    const counts = `"EntriesStored":1,"EntriesRefused":${posts.length - 1},"UnreadableItems":0`;
    expect(app.output).toMatch(
      new RegExp(`"Namespace":"eight-digit/test".*${counts},"StoreLatency":\\[[\\d.,]+\\].*\n.*"stopped"`),
    );
  });

  test('keeps serving while it drains, but returns 503 for /ready; a second signal ends the process at once', async () => {
    app = await AppProcess.start({ ...environment, DRAIN_SECONDS: '20' });
    const { child, exited, port } = app;
    child.kill('SIGINT');
    await app.writes(/"stopping"/);
    const home = await served(() => send(port, {}));
    expect([home.status, home.headers.connection]).toEqual([200, 'close']);
    expect((await send(port, { target: '/health' })).status).toBe(200);
    const ready = await send(port, { target: '/ready' });
    expect([ready.status, ready.headers['retry-after']]).toEqual([503, '2']);
    expect((await send(port, { target: '/events' })).status).toBe(503);
    child.kill('SIGINT');
    expect(await exited).toBe(1);
  });

  test('listens only on LISTEN_HOST, and does not start with an address that this machine does not have', async () => {
    app = await AppProcess.start({ ...environment, LISTEN_HOST: '127.0.0.1' });
    const { port } = app;
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    // Every address that starts with 127 is local, so only LISTEN_HOST prevents the connection.
    await expect(fetch(`http://127.0.0.2:${port}/health`)).rejects.toThrow('fetch failed');
    app.kill();
    app = new AppProcess({ ...environment, LISTEN_HOST: '192.0.2.1' });
    expect(await app.exited).toBe(1);
    expect(app.output).toBe(
      "LISTEN_HOST is 192.0.2.1, which is not an address of this machine. Set it to one of the machine's addresses, or unset it.\n",
    );
  });

  test('does not start without a table, and reports all invalid variables', async () => {
    app = new AppProcess({ ...environment, DYNAMO_TABLE: '', LOG_LEVEL: 'loud' });
    expect(await app.exited).toBe(1);
    expect(app.output).toMatch(
      /^The app cannot start, because environment variables are missing or invalid:\n- DYNAMO_TABLE is not set\..*\n- LOG_LEVEL is "loud"\..*\n$/,
    );
  });

  test('does not start if its port is in use, and prints the reason without a stack trace', async () => {
    const other = createServer().listen(0);
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    app = new AppProcess({ ...environment, PORT: String(port) });
    expect(await app.exited).toBe(1);
    expect(app.output).toBe(`Port ${port} is in use. Set PORT to another port.\n`);
    other.close();
  });
});
