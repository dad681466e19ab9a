import { METHODS } from 'node:http';
import { open, send, writeRequest } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

describe('Request target', () => {
  test.each([
    '//',
    '/health/',
    '/HEALTH',
    '/entries/',
    '/Entries',
    '/%',
    '/%zz',
    '/he%61lth',
    '/favicon.ico',
    '*',
    '//health',
  ])('returns 404 for %s', async (target) => {
    expect((await send(app.port, { target })).status).toBe(404);
  });

  test.each(['/', '/?', '/?a=%zz', 'http://other.example/', 'http://app.example'])(
    'returns the home page for %s',
    async (target) => {
      expect((await send(app.port, { target })).status).toBe(200);
    },
  );

  const others = METHODS.filter((method) => !['CONNECT', 'GET', 'HEAD', 'OPTIONS', 'POST'].includes(method));
  test.each(others)('returns 405 for %s on a known path, and 404 on an unknown path', async (method) => {
    const known = await send(app.port, { method });
    expect([known.status, known.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS, POST']);
    expect((await send(app.port, { method, target: '/nowhere' })).status).toBe(404);
  });

  test.each(['/health', '/ready', '/entries', '/events'])(
    'returns 405 for POST on %s, even from another site',
    async (target) => {
      const response = await send(app.port, { method: 'POST', target, headers: [['Origin', 'null']] });
      expect([response.status, response.headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS']);
    },
  );

  test('returns the allowed methods for OPTIONS', async () => {
    const response = await send(app.port, { method: 'OPTIONS' });
    expect([response.status, response.headers.allow, response.body]).toEqual([204, 'GET, HEAD, OPTIONS, POST', '']);
    expect((await send(app.port, { method: 'OPTIONS', target: '/nowhere' })).status).toBe(404);
  });

  test.each(['/', '/entries', '/health', '/ready', '/nowhere'])(
    'returns the same header fields for HEAD %s as for GET',
    async (target) => {
      const withoutOwn = ({ date, 'x-request-id': id, ...headers }: Readonly<Record<string, string>>) => headers;
      const [head, get] = await Promise.all(['HEAD', 'GET'].map((method) => send(app.port, { method, target })));
      expect(head?.status).toBe(get?.status);
      expect(withoutOwn(head?.headers ?? {})).toEqual(withoutOwn(get?.headers ?? {}));
    },
  );
});

describe('Malformed request', () => {
  test.each([
    ['without Host', { host: null }],
    [
      'with two Hosts',
      {
        headers: [
          ['Host', 'a.example'],
          ['Host', 'a.example'],
        ],
      },
    ],
    ['with a space in its Host', { host: 'a b' }],
    ['with a path in its Host', { host: 'a/b' }],
    ...['[::1', '::1', 'a:b', 'a:99999', '<script>', 'a,b', 'a%0d', 'a{b}', 'a"b', 'a|b', 'é', '1.2.3.4.5'].map(
      (host) => [`for the Host ${host}`, { host }] as const,
    ),
    ['of HTTP/2.0 without Host', { version: '2.0', host: null }],
    ['of HTTP/0.9 without Host', { version: '0.9', host: null }],
    ['for a URL with an invalid host', { target: 'http://[bad/' }],
    ['with a space in its target', { target: '/ a' }],
    ['with an unknown method', { method: 'BREW' }],
    ['of HTTP/9.9', { version: '9.9' }],
    ['with an invalid Content-Length', { method: 'POST', headers: [['Content-Length', 'x']] }],
    [
      'with two Content-Length fields',
      {
        method: 'POST',
        headers: [
          ['Content-Length', '1'],
          ['Content-Length', '2'],
        ],
      },
    ],
    [
      'with a Content-Length and chunks',
      {
        method: 'POST',
        headers: [
          ['Content-Length', '1'],
          ['Transfer-Encoding', 'chunked'],
        ],
      },
    ],
  ] as const)('returns 400 with the security headers: a request %s', async (_title, request) => {
    const response = await send(app.port, request);
    expect(response.status).toBe(400);
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
  });
});

describe('Request with ambiguous framing', () => {
  const json = '{"username":"mallory","digits":"00000666"}';
  const smuggled = writeRequest({ method: 'POST', headers: [['Content-Type', 'application/json']], body: json });
  const line = 'POST / HTTP/1.1\r\n';
  const host = 'Host: app.example\r\n';
  const chunked = 'Transfer-Encoding: chunked\r\n';

  test.each([
    ['an empty Transfer-Encoding', 400, `${line}${host}Transfer-Encoding:\r\n\r\n`],
    ['an empty Transfer-Encoding and a length', 400, `${line}${host}Transfer-Encoding: \r\nContent-Length: 0\r\n\r\n`],
    ['an empty first coding', 400, `${line}${host}Transfer-Encoding: , chunked\r\n\r\n0\r\n\r\n`],
    ['an empty last coding', 400, `${line}${host}Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n`],
    ['identity and chunked', 400, `${line}${host}Transfer-Encoding: identity\r\n${chunked}\r\n0\r\n\r\n`],
    ['chunked twice', 400, `${line}${host}${chunked}${chunked}\r\n0\r\n\r\n`],
    ['a coding after chunked', 400, `${line}${host}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n`],
    ['an unknown coding', 400, `${line}${host}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['a coding that is not supported', 501, `${line}${host}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['chunks in HTTP/1.0', 400, `POST / HTTP/1.0\r\n${host}Connection: keep-alive\r\n${chunked}\r\n0\r\n\r\n`],
    ['chunks and a length', 400, `${line}${host}${chunked}Content-Length: 5\r\n\r\n0\r\n\r\n`],
    ['two equal lengths', 400, `${line}${host}Content-Length: 0\r\nContent-Length: 0\r\n\r\n`],
    ['a list of lengths', 400, `${line}${host}Content-Length: 0, 0\r\n\r\n`],
    ['a signed length', 400, `${line}${host}Content-Length: +0\r\n\r\n`],
    ['a hexadecimal length', 400, `${line}${host}Content-Length: 0x0\r\n\r\n`],
    ['a space before a colon', 400, `${line}${host}Content-Length : 0\r\n\r\n`],
    ['a folded coding', 400, `${line}${host}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n`],
    ['a bare line feed', 400, `${line}${host}X: a\n${chunked}\r\n0\r\n\r\n`],
    ['line feeds in its chunks', 400, `${line}${host}${chunked}\r\n0\n\n`],
    ['a missing Host', 400, `${line}Content-Length: 0\r\n\r\n`],
    ['two Hosts', 400, `${line}${host}${host}Content-Length: 0\r\n\r\n`],
    ['two Content-Types', 400, `${line}${host}Content-Type: a/b\r\nContent-Type: a/b\r\nContent-Length: 0\r\n\r\n`],
  ])('is rejected, and the connection is closed: %s', async (_title, status, bytes) => {
    const connection = await open(app.port);
    connection.write(Buffer.concat([Buffer.from(bytes), smuggled, smuggled]));
    const response = await connection.response('POST');
    await connection.closed();
    expect([response.status, response.headers.connection, connection.received]).toEqual([status, 'close', '']);
    expect(app.store.entries).toEqual([]);
  });

  test('does not affect the responses to earlier requests', async () => {
    const connection = await open(app.port);
    const health = writeRequest({ target: '/health' });
    connection.write(Buffer.concat([health, Buffer.from('GET / HTTP/1.1\r\n\r\n'), smuggled]));
    expect([(await connection.response()).status, (await connection.response()).status]).toEqual([200, 400]);
    await connection.closed();
    expect([app.store.entries, app.unfinished.size]).toEqual([[], 0]);
  });
});

describe('Host header field', () => {
  test.each([
    '10.0.1.5:8080',
    '[::1]',
    '[2001:db8::1]:8080',
    '[::ffff:10.0.1.5]:80',
    'app_1.example:6401',
    'APP.Example',
    'app.example.',
    'app.example:',
    'xn--mller-kva.example',
    'app',
    '',
  ])('may be %j', async (host) => {
    expect((await send(app.port, { target: '/health', host })).status).toBe(200);
  });

  test('may be missing in HTTP/1.0', async () => {
    expect((await send(app.port, { version: '1.0', host: null })).status).toBe(200);
  });
});

describe('Request', () => {
  test('is rejected with 417 if its Expect header field is unknown', async () => {
    const response = await send(app.port, { headers: [['Expect', 'wonders']] });
    expect([response.status, response.headers['x-content-type-options']]).toEqual([417, 'nosniff']);
  });

  test.each(['gzip, chunked', 'gzip,chunked'])('is rejected with 501 if its transfer coding is %s', async (coding) => {
    const response = await send(app.port, { method: 'POST', headers: [['Transfer-Encoding', coding]] });
    expect([response.status, response.headers.connection]).toEqual([501, 'close']);
  });

  test('is handled in order with other pipelined requests', async () => {
    const connection = await open(app.port);
    connection.write(Buffer.concat(['/health', '/nowhere', '/health'].map((target) => writeRequest({ target }))));
    const statuses = [await connection.response(), await connection.response(), await connection.response()].map(
      ({ status }) => status,
    );
    connection.destroy();
    expect(statuses).toEqual([200, 404, 200]);
  });

  test('is handled without an upgrade if it requests another protocol', async () => {
    const response = await send(app.port, {
      target: '/health',
      headers: [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
      ],
    });
    expect(response.status).toBe(200);
  });
});
