import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultTimeoutsMs } from '../../../app/http/http-server';
import { startApp, type TestApp } from '../../support/http/app-server';
import { open, send, writeRequest } from '../../support/http/raw-http';

let app: TestApp;
beforeAll(async () => {
  app = await startApp({
    timeoutsMs: { headers: 200, body: 300, check: 50, stall: 600 },
    streams: { heartbeatMs: 100 },
  });
});
afterAll(() => app.stop());

test('a dawdling connection is gone in 25 s, lingering included, and an idle one outlives a balancer', () => {
  expect(defaultTimeoutsMs).toEqual({
    headers: 10_000,
    body: 12_000,
    check: 2_000,
    keepAlive: 65_000,
    stall: 60_000,
  });
});

const post = 'POST / HTTP/1.1\r\nHost: app.example\r\nContent-Type: application/json\r\n';

describe('a client is answered 408 and cut off that', () => {
  test.each([
    ['stops in the request line', 'GET / HT'],
    ['stops in the header', 'GET / HTTP/1.1\r\nHost: app.ex'],
    ['stops before the body', `${post}Content-Length: 10\r\n\r\n`],
    ['stops in the body', `${post}Content-Length: 10\r\n\r\n{"us`],
    ['stops between chunks', `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
  ])('%s', async (_title, bytes) => {
    const connection = await open(app.port);
    connection.write(bytes);
    const { status, headers } = await connection.answer();
    expect([status, headers.connection, headers['referrer-policy']]).toEqual([408, 'close', 'same-origin']);
    await connection.closed();
  });

  test('sends its header byte by byte', async () => {
    const connection = await open(app.port);
    const drip = setInterval(() => connection.write('x'), 20);
    connection.write('GET / HTTP/1.1\r\nX: ');
    expect((await connection.answer()).status).toBe(408);
    clearInterval(drip);
    connection.destroy();
  });
});

test('a client that sends nothing is cut off without a response', async () => {
  const connection = await open(app.port);
  await connection.closed();
  expect(connection.received).toBe('');
});

test('slow clients do not keep others waiting', async () => {
  const slow = await Promise.all(Array.from({ length: 50 }, () => open(app.port)));
  for (const connection of slow) connection.write('GET / HTTP/1.1\r\n');
  expect((await send(app.port, { target: '/health' })).status).toBe(200);
  for (const connection of slow) connection.destroy();
});

describe('what the parser refuses has a page and all header fields', () => {
  test.each([
    ['a header of 20 KB', 431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
    ['a target of 20 KB', 431, `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
    ['chatter', 400, 'hello\r\n\r\n'],
    ['a TLS greeting', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a control character in a field', 400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n'],
    ['a folded field', 400, 'GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n'],
    ['a broken chunk', 400, `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['an extension of 20 KB', 413, `${post}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`],
  ])('%s', async (_title, expected, bytes) => {
    const connection = await open(app.port);
    connection.socket.write(bytes, 'latin1');
    const { status, headers, body } = await connection.answer();
    expect(status).toBe(expected);
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      connection: 'close',
    });
    expect(body).toContain(String(expected));
    connection.destroy();
  });
});

test('a header of megabytes does not keep its client from reading the refusal', async () => {
  const connection = await open(app.port);
  connection.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(5_000_000)}\r\n\r\n`);
  expect((await connection.answer()).status).toBe(431);
  await connection.closed();
});

test('nonsense after a whole request does not spoil its answer', async () => {
  const connection = await open(app.port);
  connection.write(writeRequest({ target: '/health' }));
  expect((await connection.answer()).status).toBe(200);
  connection.write('nonsense\r\n\r\n');
  expect((await connection.answer()).status).toBe(400);
  connection.destroy();
});

describe('nonsense in the same breath as whole requests', () => {
  const json = '{"username":"zoe","digits":"00000001"}';
  const typed = [['Content-Type', 'application/json']] as const;
  const store = writeRequest({ method: 'POST', headers: typed, body: json });

  test('does not take their answers, and ends the connection', async () => {
    const connection = await open(app.port);
    connection.write(
      Buffer.concat([store, writeRequest({ target: '/nowhere' }), store, Buffer.from('nonsense\r\n\r\n')]),
    );
    const answers = [await connection.answer('POST'), await connection.answer(), await connection.answer('POST')];
    expect(answers.map(({ status }) => status)).toEqual([201, 404, 201]);
    expect(answers[2]?.headers.connection).toBe('close');
    await connection.closed();
    expect(connection.received).toBe('');
  });

  test('and a broken body takes only its own', async () => {
    const connection = await open(app.port);
    connection.write(Buffer.concat([store, Buffer.from(`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)]));
    const answer = await connection.answer('POST');
    expect([answer.status, answer.headers.connection]).toEqual([201, 'close']);
    await connection.closed();
  });

  test('and half a request that is not continued leaves the answer before it', async () => {
    const connection = await open(app.port);
    let end = () => {};
    const latest = jest.spyOn(app.store, 'latest').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          end = () => resolve(null);
        }),
    );
    connection.write(Buffer.concat([writeRequest({}), Buffer.from('GET / HT')]));
    await sleep(400);
    expect(connection.isClosed).toBe(false);
    end();
    latest.mockRestore();
    expect((await connection.answer()).status).toBe(200);
    await connection.closed();
  });

  test('ends an event stream', async () => {
    const connection = await open(app.port);
    connection.write(writeRequest({ target: '/events' }));
    await connection.until('\r\n\r\n');
    connection.write('nonsense\r\n\r\n');
    await connection.closed();
  });
});

test('CONNECT is not answered, and hurts nobody', async () => {
  const connection = await open(app.port);
  connection.write('CONNECT app.example:443 HTTP/1.1\r\nHost: app.example\r\n\r\n');
  await connection.closed();
  expect(connection.received).toBe('');
});

test('a connection is kept while it is idle, and an event stream while it is quiet, beyond all other time-outs', async () => {
  const [idle, stream] = [await open(app.port), await open(app.port)];
  stream.write(writeRequest({ target: '/events' }));
  idle.write(writeRequest({ target: '/health' }));
  expect((await idle.answer()).status).toBe(200);
  await sleep(900);
  expect(stream.isClosed).toBe(false);
  idle.write(writeRequest({ target: '/health' }));
  expect((await idle.answer()).status).toBe(200);
  idle.destroy();
  stream.destroy();
});

test('a client that does not read its answers is cut off', async () => {
  const connection = await open(app.port);
  connection.socket.pause();
  const requests = Buffer.concat(Array.from({ length: 20 }, () => writeRequest({})));
  for (let batches = 0; batches < 100; batches++) {
    connection.write(requests);
    await sleep(3);
  }
  const countConnections = promisify(app.server.getConnections.bind(app.server));
  while ((await countConnections()) > 0) await sleep(50);
  connection.destroy();
});
