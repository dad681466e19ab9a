import { createLogger } from '../../../app/logger';
import { open, send, writeRequest } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';
import { until } from '../../support/jest/until';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

/** Waits for the log line of a request, which is written after the response has been sent. */
const lineOf = (id: string) => until(() => app.logged.find(({ requestId }) => requestId === id));

describe('Request id', () => {
  test.each(['abc', 'Root-1_67.a', 'x'.repeat(64)])('is the id from the client if that id is safe: %s', async (id) => {
    expect((await send(app.port, { headers: [['X-Request-Id', id]] })).headers['x-request-id']).toBe(id);
  });

  test.each(['', 'a b', '{"a":1}', 'x'.repeat(65), 'é'])(
    'is a new id if the id from the client is not safe: "%s"',
    async (id) => {
      const { headers } = await send(app.port, { headers: [['X-Request-Id', id]] });
      expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe('Request log', () => {
  test('omits the query from the path, even if a mail program has escaped the question mark', async () => {
    await send(app.port, { target: '/profiles/1%3Fmanage=secret', headers: [['X-Request-Id', 'escaped']] });
    expect((await lineOf('escaped')).path).toBe('/profiles/1');
  });

  test('contains method, path, status, duration and client address, but no query and no header fields', async () => {
    const headers = [
      ['X-Request-Id', 'one-line'],
      ['Cookie', 'saved=secret'],
      ['User-Agent', 'secret'],
      ['Authorization', 'Bearer secret'],
      ['X-Forwarded-For', '203.0.113.7'],
    ] as const;
    await send(app.port, { target: '/entries?before=secret', headers });
    expect(await lineOf('one-line')).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      version: '1.2.3',
      requestId: 'one-line',
      method: 'GET',
      path: '/entries',
      status: 400,
      durationMs: expect.any(Number),
      clientAddress: '127.0.0.1',
      msg: 'request',
    });
  });

  describe('behind a load balancer', () => {
    let balanced: TestApp;
    beforeAll(async () => {
      balanced = await startApp({ settings: { trustedProxies: 1 } });
    });
    afterAll(() => balanced.stop());

    test.each([
      ['an IPv4 address', '203.0.113.7', '203.0.113.7'],
      ['the last of several addresses', '198.51.100.1, 203.0.113.7', '203.0.113.7'],
      ['a full-length IPv6 address', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2:3:4:5:6'],
      ['an address without its port', '203.0.113.7:4711', '203.0.113.7'],
      ['the peer instead of invalid text', 'manage=secret', '127.0.0.1'],
    ])('as the client address, contains %s', async (title, forwarded, clientAddress) => {
      const id = title.replaceAll(/[ ,]/g, '-');
      const headers = [
        ['X-Request-Id', id],
        ['X-Forwarded-For', forwarded],
      ] as const;
      await send(balanced.port, { headers });
      expect(await until(() => balanced.logged.find(({ requestId }) => requestId === id))).toMatchObject({
        clientAddress,
      });
    });
  });

  test('has no status if the client disconnects before the response', async () => {
    let end = () => {};
    const latest = jest.spyOn(app.store, 'latest').mockImplementationOnce(
      () =>
        new Promise((resolve) => {
          end = () => resolve(null);
        }),
    );
    const connection = await open(app.port);
    connection.write(writeRequest({ headers: [['X-Request-Id', 'gone']] }));
    await until(() => latest.mock.calls.length > 0);
    connection.destroy();
    const line = await lineOf('gone');
    end();
    latest.mockRestore();
    expect(line).toMatchObject({ level: 'info', aborted: true, clientAddress: '127.0.0.1' });
    expect(line).not.toHaveProperty('status');
  });

  test('contains a health check only at the level debug', async () => {
    await send(app.port, { target: '/health', headers: [['X-Request-Id', 'health']] });
    expect((await lineOf('health')).level).toBe('debug');
  });

  test('describes an error only once if several requests fail with the same error', async () => {
    const shared = await startApp({ latestTtlMs: Number.POSITIVE_INFINITY });
    shared.store.isDown = true;
    for (let requests = 0; requests < 3; requests++) await send(shared.port, {});
    await until(() => shared.logged.length >= 3);
    await shared.stop();
    expect(shared.logged.map(({ level }) => level)).toEqual(['warn', 'warn', 'warn']);
    expect(shared.logged.filter((line) => 'err' in line)).toHaveLength(1);
  });
});

describe('Logger', () => {
  test('omits personal data in properties of errors', () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', version: '1' }, { write: (line) => lines.push(line) });
    const error = Object.assign(new Error('failed'), {
      $response: { body: 'private' },
      config: 'private',
      request: { headers: { cookie: 'private' } },
    });
    log.error({ err: error, headers: { authorization: 'private' }, req: { headers: 'private' } }, 'failed');
    expect(lines.join()).toContain('"message":"failed"');
    expect(lines.join()).not.toContain('private');
  });
});
