import { lingerMs } from '../../../../app/http/rejected-body';
import { maxFileBytes } from '../../../../contract';
import {
  boundary,
  chunkOf,
  multipartType,
  type Part,
  picture,
  textOf,
  writeMultipart,
  writePart,
} from '../../../support/http/multipart';
import { acceptJson, requiredParts, useUploads } from '../../../support/http/profiles-client';
import { open, type RawResponse, send, writeRequest } from '../../../support/http/raw-http';
import { useFakeTimeouts } from '../../../support/jest/fake-timeouts';
import { until } from '../../../support/jest/until';

afterEach(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});
const client = useUploads();
const { name, email } = requiredParts;

const target = '/profiles';
const file: Part = { name: 'file', value: picture, fileName: 'me.png', type: 'image/png' };

const postParts = (...parts: Part[]) => client().postBytes(writeMultipart(parts));

const fieldsOf = ({ body }: RawResponse) => JSON.parse(body).errors.map(({ field }: { field: string }) => field);

describe('Multipart form with a file', () => {
  test.each([
    ['last', [name, email, file]],
    ['first', [file, name, email]],
    ['between the fields', [name, file, email]],
  ])('is accepted if the file comes %s', async (_title, parts) => {
    const { status, body } = await postParts(...parts);
    expect([status, JSON.parse(body)]).toEqual([
      201,
      expect.objectContaining({ name: 'Zoë', email: 'zoe@example.com' }),
    ]);
    expect(client().profiles.lastFile).toMatchObject({ size: picture.length, type: 'image/png' });
  });

  test.each([
    ['no file', []],
    ['the empty file that browsers send if none was chosen', [{ ...file, value: '', fileName: '' }]],
  ])('is accepted with %s', async (_title, parts: Part[]) => {
    const { status, body } = await postParts(name, email, ...parts);
    expect([status, JSON.parse(body).file]).toEqual([201, null]);
  });

  test.each([
    ['byte by byte', 1],
    ['in chunks that split the boundaries', 7],
  ])('is accepted if it arrives %s', async (_title, size) => {
    const bytes = writeMultipart([name, email, { ...file, value: picture.subarray(0, 300) }]);
    const connection = await open(client().app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (let at = 0; at < bytes.length; at += size) connection.write(chunkOf(bytes.subarray(at, at + size)));
    connection.write('0\r\n\r\n');
    expect((await connection.response('POST')).status).toBe(201);
    connection.destroy();
  });

  test.each([
    ['with letters of several scripts', 'Фото 写真.png', 'Фото 写真.png'],
    ['without its folder', 'C:\\fakepath\\me.png', 'me.png'],
    ['without its parent folders', '../../etc/passwd', 'passwd'],
  ])('stores the file name %s', async (_title, fileName, kept) => {
    const { body } = await postParts(name, email, { ...file, fileName });
    expect(JSON.parse(body).file.name).toBe(kept);
  });

  test('stores the type of the content, not the declared type', async () => {
    await postParts(name, email, { ...file, fileName: 'me.html', type: 'text/html' });
    expect(client().profiles.lastFile?.type).toBe('image/png');
  });

  test.each([
    ['an HTML page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('stores %s as text', async (_title, value) => {
    expect((await postParts(name, email, { ...file, value })).status).toBe(201);
    expect(client().profiles.lastFile?.type).toBe('text/plain');
  });

  test('is accepted after 100 Continue', async () => {
    const body = writeMultipart([name, email, file]);
    const connection = await open(client().app.port);
    const headers = [multipartType, ['Expect', '100-continue'], ['Content-Length', String(body.length)]] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('100 Continue');
    connection.write(body);
    expect((await connection.response('POST')).status).toBe(303);
    connection.destroy();
  });
});

describe('Multipart form', () => {
  const many = Array.from({ length: 21 }, (_, index) => ({ name: `x${index}`, value: '' }));

  test.each([
    ['a second file', [name, email, file, file]],
    ['a file in a part with another name', [name, email, { ...file, name: 'picture' }]],
    ['a file in the part of another field', [{ ...file, name: 'name' }, email]],
    ['a file sent as a field', [name, email, { name: 'file', value: 'text' }]],
    ['too many fields', [name, email, ...many]],
  ])('returns 400 for %s', async (_title, parts: Part[]) => {
    expect((await postParts(...parts)).status).toBe(400);
  });

  const whole = writeMultipart([name, email, file]);

  test.each([
    ['an empty body', Buffer.alloc(0)],
    ['a body that ends in a field', whole.subarray(0, 100)],
    ['a body that ends in the file', whole.subarray(0, whole.length - 1_000)],
    ['a body without the last boundary', Buffer.concat([writePart(name), writePart(email)])],
    ['a part with a malformed header', Buffer.from(`--${boundary}\r\nno header\r\n\r\n\r\n--${boundary}--\r\n`)],
    [
      'a part without a name',
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data\r\n\r\na\r\n--${boundary}--\r\n`),
    ],
    ['a body with another boundary', Buffer.from('--other\r\n\r\n--other--\r\n')],
    ['a JSON body', Buffer.from('{"name":"Zoë"}')],
  ])('returns 400 for %s', async (_title, body) => {
    expect((await client().postBytes(body)).status).toBe(400);
  });

  test('returns 400 for a Content-Type without a boundary', async () => {
    const headers = [['Content-Type', 'multipart/form-data'], acceptJson] as const;
    expect((await send(client().app.port, { method: 'POST', target, headers, body: whole })).status).toBe(400);
  });
});

describe('Submission', () => {
  test('returns 415 and the name of the field for a file of an unsupported type', async () => {
    const response = await postParts(name, email, { ...file, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) });
    expect([response.status, fieldsOf(response)]).toEqual([415, ['file']]);
  });

  test('returns 415 and the name of the field for a text file whose last byte is not valid UTF-8', async () => {
    const latin = Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0xe9])]);
    const response = await postParts(name, email, { ...file, value: latin });
    expect([response.status, fieldsOf(response)]).toEqual([415, ['file']]);
  });

  test('returns 415 for a field with an unknown charset', async () => {
    expect((await postParts({ ...name, type: 'text/plain; charset=klingon' }, email)).status).toBe(415);
  });

  test('returns 415 for a compressed form', async () => {
    const response = await client().postBytes(writeMultipart([name, email]), ['Content-Encoding', 'gzip']);
    expect([response.status, response.headers['accept-encoding']]).toEqual([415, 'identity']);
  });

  test.each(['text/plain', 'application/xml', 'multipart/mixed; boundary=x'])(
    'returns 415 for a body of type %s',
    async (type) => {
      const response = await send(client().app.port, {
        method: 'POST',
        target,
        headers: [['Content-Type', type]],
        body: 'a',
      });
      expect([response.status, response.headers['accept-post']]).toEqual([
        415,
        'multipart/form-data, application/json, application/x-www-form-urlencoded',
      ]);
    },
  );
});

describe('Submission', () => {
  test('returns 422 for an empty file with a name, and also reports the invalid fields', async () => {
    const empty = { ...file, value: '' };
    expect(fieldsOf(await postParts(name, email, empty))).toEqual(['file']);
    expect(fieldsOf(await postParts(empty, name))).toEqual(['email', 'file']);
    expect(client().profiles.profiles).toEqual([]);
  });

  test('returns 422 with all invalid fields at once, even if the form has a valid file', async () => {
    const response = await postParts({ name: 'phone', value: 'x' }, file);
    expect([response.status, fieldsOf(response), client().profiles.files.uploads.started]).toEqual([
      422,
      ['name', 'email', 'phone'],
      1,
    ]);
  });

  test.each([
    ['that occurs twice', [name, name]],
    ['with list brackets in its name', [{ name: 'name[]', value: 'Zoë' }]],
  ])('returns 422 for a field %s', async (_title, parts) => {
    const response = await postParts(...parts, email);
    expect([response.status, fieldsOf(response)]).toEqual([422, ['name']]);
  });
});

test.each(['last', 'first'])(
  'Submission reports invalid fields together with an invalid file that comes %s',
  async (place) => {
    const wrong = { ...file, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) };
    const fields = [{ name: 'name', value: '' }, email, { name: 'phone', value: 'x' }];
    const response = await postParts(...(place === 'last' ? [...fields, wrong] : [wrong, ...fields]));
    expect([response.status, fieldsOf(response)]).toEqual([415, ['name', 'phone', 'file']]);
    const large = { ...file, value: textOf(maxFileBytes + 1) };
    const other = await postParts(...(place === 'last' ? [...fields, large] : [large, ...fields]));
    expect([other.status, fieldsOf(other)]).toEqual([413, ['name', 'phone', 'file']]);
    const two = await postParts(...fields, file, file);
    expect([two.status, fieldsOf(two)]).toEqual([400, ['name', 'phone', 'file']]);
  },
);

describe('Multipart form', () => {
  test('returns 413 for a file one byte above the limit, and accepts a file of exactly the limit', async () => {
    expect((await postParts(name, email, { ...file, value: textOf(maxFileBytes) })).status).toBe(201);
    const response = await postParts(name, email, { ...file, value: textOf(maxFileBytes + 1) });
    expect([response.status, response.headers.connection, fieldsOf(response)]).toEqual([413, 'close', ['file']]);
  });

  test('returns 413 for fields of more than 16 KiB in total', async () => {
    expect((await postParts(name, email, { name: 'x', value: textOf(17_000) })).status).toBe(413);
    const halves = ['x', 'y'].map((half) => ({ name: half, value: textOf(9_000) }));
    expect((await postParts(name, email, ...halves)).status).toBe(413);
  });

  test.each<[string, string, Buffer[]]>([
    ['as an HTML page when the file starts', 'text/html', [writePart(name), writePart(file).subarray(0, 200)]],
    ['as JSON at once', 'application/json', []],
  ])('returns 413 for a Content-Length above the maximum, %s', async (_when, type, parts) => {
    useFakeTimeouts();
    const connection = await open(client().app.port);
    const headers = [multipartType, ['Accept', type], ['Content-Length', '50000000']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (const part of parts) connection.write(part);
    expect((await connection.response('POST')).status).toBe(413);
    expect(client().profiles.files.uploads.started).toBe(0);
    // The second timer limits how long the unread body is drained. The first one is the deadline of the body.
    await until(() => jest.getTimerCount() === 2);
    jest.advanceTimersByTime(lingerMs);
    await connection.closed();
  });

  test('returns 413 instead of 100 Continue for a Content-Length above the maximum', async () => {
    const headers = [multipartType, ['Content-Length', '50000000'], ['Expect', '100-continue']] as const;
    const connection = await open(client().app.port);
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1.1 413 /);
    connection.destroy();
  });

  test('returns 413 for a chunked file far above the limit', async () => {
    const connection = await open(client().app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunkOf(writePart({ ...file, value: textOf(1_000) }).subarray(0, 500)));
    const pour = setInterval(() => connection.write(chunkOf(textOf(2_000_000))), 5);
    expect((await connection.response('POST')).status).toBe(413);
    clearInterval(pour);
    connection.destroy();
  });
});

describe('Interrupted upload', () => {
  async function begin(...headers: (readonly [string, string])[]) {
    const connection = await open(client().app.port);
    connection.write(writeRequest({ method: 'POST', target, headers: [multipartType, ...headers] }));
    const bytes = writePart({ ...file, value: textOf(200_000) });
    connection.write(chunkOf(bytes.subarray(0, 100_000)));
    await until(() => client().profiles.files.uploads.started === 1);
    return connection;
  }

  test('stores nothing if the client disconnects', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked'], ['X-Request-Id', 'gone']);
    connection.destroy();
    await until(() => client().profiles.files.uploads.failed === 1);
    const line = await until(() => client().app.logged.find(({ requestId }) => requestId === 'gone'));
    expect(line).toMatchObject({ level: 'info', aborted: true });
    expect(client().profiles.profiles).toEqual([]);
  });

  test('stores nothing if a chunk is malformed', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked']);
    connection.write('zz\r\n');
    await until(() => client().profiles.files.uploads.failed === 1);
    connection.destroy();
  });

  test('ends with 400 if the next part is rejected', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked']);
    connection.write(chunkOf(Buffer.from(`\r\n--${boundary}\r\nno header\r\n\r\n`)));
    expect((await connection.response('POST')).status).toBe(400);
    connection.destroy();
  });
});

describe('Slow client', () => {
  const details = { name: 'Zoë', email: 'zoe@example.com' };
  test.each([
    ['JSON', 'application/json', Buffer.from(JSON.stringify(details))],
    ['an urlencoded form', 'application/x-www-form-urlencoded', Buffer.from(new URLSearchParams(details).toString())],
    ['a multipart form', multipartType[1], writeMultipart([name, email])],
  ])('does not shorten the response deadline if it sends %s slowly', async (_title, type, body) => {
    const create = jest.spyOn(client().profiles, 'create');
    useFakeTimeouts();
    const connection = await open(client().app.port);
    const headers = [['Content-Type', type], acceptJson, ['Content-Length', String(body.length)]] as const;
    connection.write(writeRequest({ method: 'POST', target, headers: [...headers, ['Expect', '100-continue']] }));
    await connection.until('100 Continue');
    jest.advanceTimersByTime(5_000);
    connection.write(body);
    expect((await connection.response('POST')).status).toBe(201);
    const [, signal] = create.mock.calls[0] as unknown as readonly [unknown, AbortSignal];
    expect(signal.aborted).toBe(false);
    connection.destroy();
  });
});

test('Client with four running uploads cannot upload a fifth file, but can send a form without a file', async () => {
  const headers = [multipartType, ['Transfer-Encoding', 'chunked']] as const;
  const slow = await Promise.all(Array.from({ length: 4 }, () => open(client().app.port)));
  for (const connection of slow) {
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunkOf(writePart({ ...file, value: textOf(100_000) }).subarray(0, 50_000)));
  }
  await until(() => client().profiles.files.uploads.started === 4);
  const refused = await postParts(name, email, file);
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
  // Browsers send an empty part without a file name if the user has not chosen a file.
  expect((await postParts(name, email, { ...file, value: '', fileName: '' })).status).toBe(201);
  slow[0]?.destroy();
  await until(() => client().profiles.files.uploads.failed === 1);
  expect((await postParts(name, email, file)).status).toBe(201);
  for (const connection of slow) connection.destroy();
  await until(() => client().profiles.files.uploads.failed === 4);
});
