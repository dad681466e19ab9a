import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { defaultTimeoutsMs } from '../../../../app/http/server/http-server';
import { open, openAccepted, type RawConnection, send, writeRequest } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { until } from '../../../support/jest/until';

/**
 * An app that checks the header timeout often. No client in these tests is slow enough for the timeout, until a test calls
 * `expireHeaders`.
 */
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ timeoutsMs: { check: 10 } });
});
beforeEach(() => {
  app.server.headersTimeout = 600_000;
});
afterAll(() => app.stop());

/** Lets the header timeout pass for all requests whose header has started to arrive. */
function expireHeaders(): void {
  app.server.headersTimeout = 1;
}

/** Opens a connection, and waits until the server has received these bytes. */
async function openWith(bytes: string | Buffer) {
  const { connection, socket, send } = await openAccepted(app);
  await send(bytes);
  return { connection, socket };
}

const post = 'POST / HTTP/1.1\r\nHost: app.example\r\nContent-Type: application/json\r\n';

describe('Server timeouts', () => {
  test('disconnect slow clients within 25 s, and keep idle connections open longer than a load balancer does', () => {
    expect(defaultTimeoutsMs).toEqual({
      headers: 10_000,
      body: 12_000,
      check: 2_000,
      keepAlive: 65_000,
      stall: 60_000,
    });
  });

  test('are set in the server', async () => {
    const other = await startApp();
    const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = other.server;
    await other.stop();
    expect([headersTimeout, requestTimeout, keepAliveTimeout, timeout]).toEqual([10_000, 0, 65_000, 60_000]);
  });

  describe('return 408 and close the connection', () => {
    test.each([
      ['stops in the request line', 'GET / HT'],
      ['stops in the header', 'GET / HTTP/1.1\r\nHost: app.ex'],
    ])('of a client that %s', async (_title, bytes) => {
      const { connection } = await openWith(bytes);
      expireHeaders();
      await expectTimeout(connection);
    });

    describe('after the body timeout', () => {
      let impatient: TestApp;
      beforeAll(async () => {
        impatient = await startApp({ timeoutsMs: { body: 50 } });
      });
      afterAll(() => impatient.stop());

      test.each([
        ['stops before the body', `${post}Content-Length: 10\r\n\r\n`],
        ['stops in the body', `${post}Content-Length: 10\r\n\r\n{"us`],
        ['stops between chunks', `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`],
      ])('of a client that %s', async (_title, bytes) => {
        const connection = await open(impatient.port);
        connection.write(bytes);
        await expectTimeout(connection);
      });
    });

    test('of a client that sends its header byte by byte', async () => {
      const start = 'GET / HTTP/1.1\r\nX: ';
      const { connection, socket } = await openWith(start);
      const drip = setInterval(() => connection.write('x'), 5);
      // If the client wrote to the closed connection, it could lose the response.
      app.server.once('clientError', () => clearInterval(drip));
      await until(() => socket.bytesRead > start.length + 5);
      expireHeaders();
      await expectTimeout(connection);
    });

    async function expectTimeout(connection: RawConnection): Promise<void> {
      const { status, headers } = await connection.response();
      expect([status, headers.connection, headers['referrer-policy']]).toEqual([408, 'close', 'same-origin']);
      await connection.closed();
    }
  });

  test('close a connection without a response if the client sends nothing', async () => {
    const { connection } = await openAccepted(app);
    expireHeaders();
    await connection.closed();
    expect(connection.received).toBe('');
  });

  test('allow many slow clients, which do not delay others', async () => {
    const slow = await Promise.all(Array.from({ length: 50 }, () => open(app.port)));
    for (const connection of slow) connection.write('GET / HTTP/1.1\r\n');
    expect((await send(app.port, { target: '/health' })).status).toBe(200);
    for (const connection of slow) connection.destroy();
  });
});

describe('Server', () => {
  describe('responds with an error page and all security headers', () => {
    test.each([
      ['a header of 20 KB', 431, `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`],
      ['a target of 20 KB', 431, `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: a\r\n\r\n`],
      ['text that is not HTTP', 400, 'hello\r\n\r\n'],
      ['a TLS handshake', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
      ['a control character in a header field', 400, 'GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\n\r\n'],
      ['a folded header field', 400, 'GET / HTTP/1.1\r\nHost: a\r\n X: b\r\n\r\n'],
      ['a malformed chunk', 400, `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
      ['a chunk extension of 20 KB', 413, `${post}Transfer-Encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}\r\n`],
    ])('to %s', async (_title, expected, bytes) => {
      const connection = await open(app.port);
      connection.socket.write(bytes, 'latin1');
      const { status, headers, body } = await connection.response();
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

  test('lets a client read the error while the client sends a header of several megabytes', async () => {
    const connection = await open(app.port);
    connection.write(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(5_000_000)}\r\n\r\n`);
    expect((await connection.response()).status).toBe(431);
    await connection.closed();
  });

  test('sends the response to a complete request before the error for an invalid request', async () => {
    const connection = await open(app.port);
    connection.write(writeRequest({ target: '/health' }));
    expect((await connection.response()).status).toBe(200);
    connection.write('nonsense\r\n\r\n');
    expect((await connection.response()).status).toBe(400);
    connection.destroy();
  });

  describe('with invalid bytes directly after complete requests', () => {
    const json = '{"username":"zoe","digits":"00000001"}';
    const typed = [['Content-Type', 'application/json']] as const;
    const store = writeRequest({ method: 'POST', headers: typed, body: json });

    test('responds to the complete requests, and closes the connection', async () => {
      const connection = await open(app.port);
      connection.write(
        Buffer.concat([store, writeRequest({ target: '/nowhere' }), store, Buffer.from('nonsense\r\n\r\n')]),
      );
      const responses = [
        await connection.response('POST'),
        await connection.response(),
        await connection.response('POST'),
      ];
      expect(responses.map(({ status }) => status)).toEqual([201, 404, 201]);
      expect(responses[2]?.headers.connection).toBe('close');
      await connection.closed();
      expect(connection.received).toBe('');
    });

    test('responds to the complete request, but not to a request with an invalid body', async () => {
      const connection = await open(app.port);
      connection.write(Buffer.concat([store, Buffer.from(`${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n`)]));
      const response = await connection.response('POST');
      expect([response.status, response.headers.connection]).toEqual([201, 'close']);
      await connection.closed();
    });

    test('responds to the complete request if only half a request follows', async () => {
      let end = () => {};
      const latest = jest.spyOn(app.store, 'latest').mockImplementationOnce(
        () =>
          new Promise((resolve) => {
            end = () => resolve(null);
          }),
      );
      const { connection } = await openWith(Buffer.concat([writeRequest({}), Buffer.from('GET / HT')]));
      const rejected = once(app.server, 'clientError');
      expireHeaders();
      await rejected;
      expect([connection.isClosed, connection.received]).toEqual([false, '']);
      end();
      latest.mockRestore();
      expect((await connection.response()).status).toBe(200);
      await connection.closed();
    });

    test('closes the connection of an event stream', async () => {
      const connection = await open(app.port);
      connection.write(writeRequest({ target: '/events' }));
      await connection.until('\r\n\r\n');
      connection.write('nonsense\r\n\r\n');
      await connection.closed();
    });
  });

  test('closes the connection for CONNECT, without a response', async () => {
    const connection = await open(app.port);
    connection.write('CONNECT app.example:443 HTTP/1.1\r\nHost: app.example\r\n\r\n');
    await connection.closed();
    expect(connection.received).toBe('');
  });
});

describe('Connections', () => {
  test('stay open after the header timeout if they are idle or carry an event stream', async () => {
    const { connection: idle, socket } = await openAccepted(app);
    const stream = await open(app.port);
    idle.write(writeRequest({ target: '/health' }));
    expect((await idle.response()).status).toBe(200);
    stream.write(writeRequest({ target: '/events' }));
    await stream.until('\r\n\r\n');
    const { connection: slow } = await openWith('GET / HT');
    expireHeaders();
    expect((await slow.response()).status).toBe(408);
    idle.write(writeRequest({ target: '/health' }));
    expect((await idle.response()).status).toBe(200);
    await app.store.add({ username: 'zoe', digits: '00420117' });
    await stream.until('00420117');
    // While the connection is idle, its timeout is the longer one.
    await until(() => (socket.timeout ?? 0) >= defaultTimeoutsMs.keepAlive);
    for (const connection of [idle, stream, slow]) connection.destroy();
  });

  test('are closed if the client does not read the responses', async () => {
    const other = await startApp({ timeoutsMs: { stall: 300 } });
    const connection = await open(other.port);
    connection.socket.pause();
    const requests = Buffer.concat(Array.from({ length: 20 }, () => writeRequest({})));
    for (let batches = 0; batches < 100; batches++) {
      connection.write(requests);
      await sleep(3);
    }
    const countConnections = promisify(other.server.getConnections.bind(other.server));
    await until(async () => (await countConnections()) === 0);
    connection.destroy();
    await other.stop();
  });
});
