import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { bodyLimitBytes } from '../../../app/http/body-limit';
import { lingerMs } from '../../../app/http/rejected-body';
import { open, openAccepted, post, send, writeRequest } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';
import { useFakeTimeouts } from '../../support/jest/fake-timeouts';
import { until } from '../../support/jest/until';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

const json = '{"username":"zoe","digits":"00000001"}';
const form = 'username=zoe&digits=00000001';
const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const acceptJson = ['Accept', 'application/json'] as const;

function typed(type: string) {
  return [['Content-Type', type]] as const;
}

function coded(coding: string) {
  return [['Content-Encoding', coding]] as const;
}

describe('Request body type', () => {
  test.each([
    'application/json',
    'APPLICATION/JSON',
    'application/json;charset=utf-8',
    'application/json; charset=UTF-8',
    'application/json; charset="utf-8"',
    'application/json; charset=utf8',
    'application/json; charset="UTF8"',
    'application/json; profile=x',
    'application/json;',
  ])('is accepted for JSON: %s returns 201', async (type) => {
    expect((await post(app.port, json, typed(type))).status).toBe(201);
  });

  test.each(['application/x-www-form-urlencoded', 'application/x-www-form-urlencoded; charset="UTF-8"'])(
    'is accepted for a form: %s returns 303',
    async (type) => {
      expect((await post(app.port, form, typed(type))).status).toBe(303);
    },
  );

  test.each([
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/problem+json',
    'application/json; charset=latin1',
    'application/json; charset=utf-16',
    'application/x-www-form-urlencoded; charset=iso-8859-1',
    'nonsense',
    '',
  ])('is rejected with 415 and a list of the accepted types: "%s"', async (type) => {
    const response = await post(app.port, json, typed(type));
    expect(response.status).toBe(415);
    expect(response.headers['accept-post']).toBe('application/json, application/x-www-form-urlencoded');
  });

  test.each(['application/json', 'application/x-www-form-urlencoded'])(
    'is rejected with 400 if it contains two charsets: %s',
    async (type) => {
      const response = await post(app.port, json, typed(`${type}; charset=latin1; charset=utf-8`));
      expect([response.status, response.body]).toEqual([400, expect.stringContaining('two parameters named charset')]);
    },
  );

  test('is required: a body without a type returns 415', async () => {
    expect((await send(app.port, { method: 'POST', body: json })).status).toBe(415);
  });

  test('is not accepted without a body: the response is 415', async () => {
    expect((await send(app.port, { method: 'POST', headers: typed('application/json') })).status).toBe(415);
    expect((await send(app.port, { method: 'POST', headers: [['Content-Length', '0']] })).status).toBe(415);
  });
});

describe('Content-Encoding of a request body', () => {
  test.each([
    ['gzip', gzipSync(json)],
    ['GZIP', gzipSync(json)],
    ['x-gzip', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['Deflate', deflateSync(json)],
  ])('is accepted for JSON: %s returns 201', async (coding, body) => {
    expect((await post(app.port, body, coded(coding))).status).toBe(201);
  });

  test.each([
    ['br', brotliCompressSync(json)],
    ['zstd', Buffer.from(json)],
    ['gzip, gzip', gzipSync(gzipSync(json))],
  ])('is rejected with 415 and a list of the accepted codings: %s', async (coding, body) => {
    const response = await post(app.port, body, coded(coding));
    expect([response.status, response.headers['accept-encoding']]).toEqual([415, 'gzip, deflate']);
  });

  test.each([
    ['without compression', 'gzip', Buffer.from(json)],
    ['with truncated data', 'gzip', gzipSync(json).subarray(0, 20)],
    ['without data', 'gzip', Buffer.alloc(0)],
    ['without a zlib header', 'deflate', deflateRawSync(json)],
    ['with a gzip header', 'deflate', gzipSync(json)],
    ['with a zlib header', 'gzip', deflateSync(json)],
    ['with data after the compressed data', 'gzip', Buffer.concat([gzipSync(json), Buffer.from('junk')])],
    ['with data after the compressed data', 'deflate', Buffer.concat([deflateSync(json), Buffer.from('junk')])],
    ['with a wrong checksum', 'gzip', Buffer.concat([gzipSync(json).subarray(0, -8), Buffer.alloc(8)])],
  ])('is rejected with 400 for a body %s: %s', async (_title, coding, body) => {
    expect((await post(app.port, body, coded(coding))).status).toBe(400);
  });
});

describe('Request body syntax', () => {
  test.each([
    ['no bytes', ''],
    ['malformed JSON', '{"username":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a string', '"zoe"'],
    ['a number', '1'],
    ['a byte order mark', `\uFEFF${json}`],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"username":"'), 0xff, ...Buffer.from('"}')])],
    ['UTF-16', Buffer.from(json, 'utf16le')],
    ['eight thousand opening brackets', '['.repeat(8_000)],
  ])('is rejected with 400 for a body of the type JSON: %s', async (_title, body) => {
    expect((await post(app.port, body)).status).toBe(400);
  });

  test.each([
    ['a malformed percent escape', 'username=%zz&digits=00000001'],
    ['a truncated percent escape', 'username=zoe&digits=0000000%3'],
    ['a malformed escape in a name', '%=1'],
    ['escaped invalid UTF-8', 'username=%FF&digits=00000001'],
    ['raw invalid UTF-8', Buffer.from([0x75, 0x3d, 0xff])],
  ])('is rejected with 400 for a form with %s', async (_title, body) => {
    expect((await post(app.port, body, [formType])).status).toBe(400);
  });

  test('allows a repeated JSON field, and uses the last value of the field', async () => {
    const response = await post(app.port, '{"username":"a","digits":"1","digits":"00000002","username":"b"}');
    expect(JSON.parse(response.body)).toMatchObject({ username: 'b', digits: '00000002' });
  });

  test('is accepted for a form with plus signs, escapes, empty parts and unknown fields', async () => {
    const body = '&username=Zo%C3%AB+%2B&&digits=00000001&x&x=2&__proto__=3';
    const response = await post(app.port, body, [formType, acceptJson]);
    expect(JSON.parse(response.body)).toMatchObject({ username: 'Zoë +', digits: '00000001' });
  });

  test.each([
    ['an empty object', '{}', []],
    ['an empty form', '', [formType, acceptJson]],
  ])('is valid for %s: the response is 422 and lists the missing fields', async (_title, body, headers) => {
    const response = await post(app.port, body, headers as [string, string][]);
    expect(response.status).toBe(422);
    expect(JSON.parse(response.body).errors.map(({ field }: { field: string }) => field)).toEqual([
      'username',
      'digits',
    ]);
  });
});

describe('Request body size', () => {
  const padded = (bytes: number) => json.replace('{', `{"x":"${'x'.repeat(bytes - json.length - 7)}",`);

  test('is accepted up to the limit; one byte more returns 413', async () => {
    expect(Buffer.byteLength(padded(bodyLimitBytes))).toBe(bodyLimitBytes);
    expect((await post(app.port, padded(bodyLimitBytes))).status).toBe(201);
    const response = await post(app.port, padded(bodyLimitBytes + 1));
    expect([response.status, response.headers.connection]).toEqual([413, 'close']);
  });

  test('is measured after decompression: one byte above the limit returns 413', async () => {
    expect((await post(app.port, gzipSync(padded(bodyLimitBytes)), coded('gzip'))).status).toBe(201);
    const response = await post(app.port, gzipSync(padded(bodyLimitBytes + 1)), coded('gzip'));
    expect([response.status, response.headers.connection]).toEqual([413, 'close']);
  });

  test.each(['16385', '4294967297', '99999999999999'])(
    'is rejected with 413 before the body arrives, if Content-Length is %s',
    async (length) => {
      const headers = [...typed('application/json'), ['Content-Length', length] as const];
      expect((await send(app.port, { method: 'POST', headers })).status).toBe(413);
    },
  );

  test('is limited for a chunked body: the response is 413 as soon as the body exceeds the limit', async () => {
    const connection = await open(app.port);
    const headers = [...typed('application/json'), ['Transfer-Encoding', 'chunked'] as const];
    const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
    connection.write(writeRequest({ method: 'POST', headers }));
    connection.write(`${chunk(json.slice(0, 5))}${chunk(json.slice(5))}0\r\n\r\n`);
    expect((await connection.response('POST')).status).toBe(201);
    connection.write(writeRequest({ method: 'POST', headers }));
    connection.write(chunk(padded(bodyLimitBytes + 1)));
    expect((await connection.response('POST')).status).toBe(413);
    connection.destroy();
  });

  test('above the limit results in 413 while the client is still sending; the connection is closed only after a delay', async () => {
    useFakeTimeouts();
    const { connection, socket } = await openAccepted(app);
    connection.write(
      writeRequest({ method: 'POST', headers: [...typed('application/json'), ['Content-Length', '50000000']] }),
    );
    const pour = setInterval(() => connection.write(Buffer.alloc(100_000)), 10);
    try {
      expect((await connection.response('POST')).status).toBe(413);
      const { bytesRead } = socket;
      await until(() => socket.bytesRead > bytesRead + 500_000);
      jest.advanceTimersByTime(lingerMs - 1);
      await until(() => socket.bytesRead > bytesRead + 1_000_000);
      expect(connection.isClosed).toBe(false);
      jest.advanceTimersByTime(1);
      await connection.closed();
    } finally {
      clearInterval(pour);
      jest.useRealTimers();
    }
  });

  test.each([
    ['keep-alive', '16,384 bytes', [['Content-Length', '16384']]],
    ['close', '16,385 bytes', [['Content-Length', '16385']]],
    ['close', '50 MB', [['Content-Length', '50000000']]],
    ['close', 'an unknown length', [['Transfer-Encoding', 'chunked']]],
    [
      'close',
      'a client that sends Expect',
      [
        ['Content-Length', '5'],
        ['Expect', '100-continue'],
      ],
    ],
  ] as const)(
    'of a body that the app rejects unread determines the Connection header field: %s for %s',
    async (connection, _title, headers) => {
      const { status, headers: received } = await send(app.port, {
        method: 'POST',
        headers: [...typed('text/plain'), ...headers],
      });
      expect([status, received.connection]).toEqual([415, connection]);
    },
  );

  test('allows further requests on the connection if the app rejects a small body without reading it', async () => {
    const connection = await open(app.port);
    connection.write(writeRequest({ method: 'POST', headers: typed('text/plain'), body: 'a'.repeat(16_384) }));
    expect((await connection.response('POST')).status).toBe(415);
    connection.write(writeRequest({ target: '/health' }));
    expect((await connection.response()).status).toBe(200);
    connection.destroy();
  });
});

describe('Expect: 100-continue', () => {
  const expectation = ['Expect', '100-continue'] as const;

  test('is answered with 100 Continue if the app will read the body', async () => {
    const connection = await open(app.port);
    const length = ['Content-Length', String(json.length)] as const;
    connection.write(writeRequest({ method: 'POST', headers: [...typed('application/json'), length, expectation] }));
    await connection.until('HTTP/1.1 100 Continue\r\n\r\n');
    connection.write(json);
    expect((await connection.response('POST')).status).toBe(201);
    connection.destroy();
  });

  test('is not answered with 100 Continue if the app rejects the body', async () => {
    const connection = await open(app.port);
    connection.write(
      writeRequest({ method: 'POST', headers: [...typed('text/plain'), ['Content-Length', '5'], expectation] }),
    );
    await connection.until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1.1 415 /);
    connection.destroy();
  });
});

describe('Client that disconnects in the middle of a body', () => {
  test.each([
    ['plain', 'identity'],
    ['compressed', 'gzip'],
  ])('is logged as an aborted request, not as an error, if the body is %s', async (_title, coding) => {
    const { connection, send } = await openAccepted(app);
    const id = `gone-${coding}`;
    const headers = [
      ...typed('application/json'),
      ...coded(coding),
      ['Content-Length', '100'],
      ['X-Request-Id', id],
    ] as const;
    const start = Buffer.concat([writeRequest({ method: 'POST', headers }), gzipSync(json).subarray(0, 10)]);
    await send(start);
    connection.destroy();
    const line = await until(() => app.logged.find(({ requestId }) => requestId === id));
    expect(line).toMatchObject({ level: 'info', aborted: true });
  });
});
