import { setTimeout as sleep } from 'node:timers/promises';
import { maxFileBytes } from '../../../contract';
import { startApp, type TestApp } from '../../support/app-server';
import { MemoryProfiles } from '../../support/memory-profiles';
import {
  boundary,
  multipartType,
  type Part,
  picture,
  textOf,
  writeMultipart,
  writePart,
} from '../../support/multipart';
import { open, type RawAnswer, send, writeRequest } from '../../support/raw-http';
import { until } from '../../support/until';

const profiles = new MemoryProfiles();
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ profiles });
});
beforeEach(() => {
  profiles.profiles.length = 0;
  Object.assign(profiles.uploads, { begun: 0, cut: 0 });
});
afterEach(() => expect(profiles.pending.size).toBe(0));
afterAll(() => app.stop());

const target = '/profiles';
const acceptJson = ['Accept', 'application/json'] as const;
const name: Part = { name: 'name', value: 'Zoë' };
const email: Part = { name: 'email', value: 'zoe@example.com' };
const file: Part = { name: 'file', value: picture, fileName: 'me.png', type: 'image/png' };

function postBytes(body: Buffer, ...headers: (readonly [string, string])[]): Promise<RawAnswer> {
  return send(app.port, { method: 'POST', target, headers: [multipartType, acceptJson, ...headers], body });
}

const postParts = (...parts: Part[]) => postBytes(writeMultipart(parts));

const chunk = (bytes: Buffer) =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);

const fieldsOf = ({ body }: RawAnswer) => JSON.parse(body).errors.map(({ field }: { field: string }) => field);

describe('a form with a file', () => {
  test.each([
    ['last', [name, email, file]],
    ['first', [file, name, email]],
    ['in between', [name, file, email]],
  ])('is taken with the file %s', async (_title, parts) => {
    const { status, body } = await postParts(...parts);
    expect([status, JSON.parse(body)]).toEqual([
      201,
      expect.objectContaining({ name: 'Zoë', email: 'zoe@example.com' }),
    ]);
    expect([...profiles.records.values()].at(-1)).toMatchObject({ size: picture.length, type: 'image/png' });
  });

  test.each([
    ['without a file', []],
    ['with the empty file that browsers send where none was chosen', [{ ...file, value: '', fileName: '' }]],
  ])('may come %s', async (_title, parts: Part[]) => {
    const { status, body } = await postParts(name, email, ...parts);
    expect([status, JSON.parse(body).file]).toEqual([201, null]);
  });

  test.each([
    ['byte by byte', 1],
    ['in pieces that part the boundaries', 7],
  ])('may come in chunks, %s', async (_title, size) => {
    const bytes = writeMultipart([name, email, { ...file, value: picture.subarray(0, 300) }]);
    const connection = await open(app.port);
    const headers = [multipartType, acceptJson, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (let at = 0; at < bytes.length; at += size) connection.write(chunk(bytes.subarray(at, at + size)));
    connection.write('0\r\n\r\n');
    expect((await connection.answer('POST')).status).toBe(201);
    connection.destroy();
  });

  test.each([
    ['of any script', 'Фото 写真.png', 'Фото 写真.png'],
    ['with a folder', 'C:\\fakepath\\me.png', 'me.png'],
    ['that climbs', '../../etc/passwd', 'passwd'],
  ])('may have a name %s', async (_title, fileName, kept) => {
    const { body } = await postParts(name, email, { ...file, fileName });
    expect(JSON.parse(body).file.name).toBe(kept);
  });

  test('has the type of its content, whatever it says', async () => {
    await postParts(name, email, { ...file, fileName: 'me.html', type: 'text/html' });
    expect([...profiles.records.values()].at(-1)?.type).toBe('image/png');
  });

  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['a drawing that may run scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ])('may be any text, such as %s: it is a text and nothing else', async (_title, value) => {
    expect((await postParts(name, email, { ...file, value })).status).toBe(201);
    expect([...profiles.records.values()].at(-1)?.type).toBe('text/plain');
  });

  test('may ask first whether to come', async () => {
    const body = writeMultipart([name, email, file]);
    const connection = await open(app.port);
    const headers = [multipartType, ['Expect', '100-continue'], ['Content-Length', String(body.length)]] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('100 Continue');
    connection.write(body);
    expect((await connection.answer('POST')).status).toBe(303);
    connection.destroy();
  });
});

describe('400 is the answer to', () => {
  const many = Array.from({ length: 21 }, (_, index) => ({ name: `x${index}`, value: '' }));

  test.each([
    ['a second file', [name, email, file, file]],
    ['a file in a part of another name', [name, email, { ...file, name: 'picture' }]],
    ['a file in the part of a field', [{ ...file, name: 'name' }, email]],
    ['a file that is sent as a field', [name, email, { name: 'file', value: 'text' }]],
    ['too many fields', [name, email, ...many]],
  ])('%s', async (_title, parts: Part[]) => {
    expect((await postParts(...parts)).status).toBe(400);
  });

  const whole = writeMultipart([name, email, file]);

  test.each([
    ['no byte', Buffer.alloc(0)],
    ['a form that ends in a field', whole.subarray(0, 100)],
    ['a form that ends in the file', whole.subarray(0, whole.length - 1_000)],
    ['a form without its last boundary', Buffer.concat([writePart(name), writePart(email)])],
    ['a part with a malformed header', Buffer.from(`--${boundary}\r\nno header\r\n\r\n\r\n--${boundary}--\r\n`)],
    [
      'a part without a name',
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data\r\n\r\na\r\n--${boundary}--\r\n`),
    ],
    ['another boundary', Buffer.from('--other\r\n\r\n--other--\r\n')],
    ['something else', Buffer.from('{"name":"Zoë"}')],
  ])('%s', async (_title, body) => {
    expect((await postBytes(body)).status).toBe(400);
  });

  test('a form without a boundary', async () => {
    const headers = [['Content-Type', 'multipart/form-data'], acceptJson] as const;
    expect((await send(app.port, { method: 'POST', target, headers, body: whole })).status).toBe(400);
  });
});

describe('415 is the answer to', () => {
  test('a file of another kind, and it names the field', async () => {
    const answer = await postParts(name, email, { ...file, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) });
    expect([answer.status, fieldsOf(answer)]).toEqual([415, ['file']]);
  });

  test('a text whose last byte is none, and it names the field', async () => {
    const latin = Buffer.concat([Buffer.alloc(300_000, 'a'), Buffer.from([0xe9])]);
    const answer = await postParts(name, email, { ...file, value: latin });
    expect([answer.status, fieldsOf(answer)]).toEqual([415, ['file']]);
  });

  test('a field in an encoding that nobody knows', async () => {
    expect((await postParts({ ...name, type: 'text/plain; charset=klingon' }, email)).status).toBe(415);
  });

  test('a compressed form', async () => {
    const answer = await postBytes(writeMultipart([name, email]), ['Content-Encoding', 'gzip']);
    expect([answer.status, answer.headers['accept-encoding']]).toEqual([415, 'identity']);
  });

  test.each(['text/plain', 'application/xml', 'multipart/mixed; boundary=x'])('a body of the type %s', async (type) => {
    const answer = await send(app.port, { method: 'POST', target, headers: [['Content-Type', type]], body: 'a' });
    expect([answer.status, answer.headers['accept-post']]).toEqual([
      415,
      'multipart/form-data, application/json, application/x-www-form-urlencoded',
    ]);
  });
});

describe('422 is the answer to', () => {
  test('a file of no bytes that has a name, together with what else is wrong', async () => {
    const empty = { ...file, value: '' };
    expect(fieldsOf(await postParts(name, email, empty))).toEqual(['file']);
    expect(fieldsOf(await postParts(empty, name))).toEqual(['email', 'file']);
    expect(profiles.profiles).toEqual([]);
  });

  test('every wrong field at once, and the file is not kept', async () => {
    const answer = await postParts({ name: 'phone', value: 'x' }, file);
    expect([answer.status, fieldsOf(answer), profiles.uploads.begun]).toEqual([422, ['name', 'email', 'phone'], 1]);
  });

  test.each([
    ['given twice', [name, name]],
    ['given as a list', [{ name: 'name[]', value: 'Zoë' }]],
  ])('a field %s', async (_title, parts) => {
    const answer = await postParts(...parts, email);
    expect([answer.status, fieldsOf(answer)]).toEqual([422, ['name']]);
  });
});

describe('413 is the answer to', () => {
  test('a file of one byte more than the limit; the limit itself is taken', async () => {
    expect((await postParts(name, email, { ...file, value: textOf(maxFileBytes) })).status).toBe(201);
    const answer = await postParts(name, email, { ...file, value: textOf(maxFileBytes + 1) });
    expect([answer.status, answer.headers.connection, fieldsOf(answer)]).toEqual([413, 'close', ['file']]);
  });

  test('fields of more than 16 KiB', async () => {
    expect((await postParts(name, email, { name: 'x', value: textOf(17_000) })).status).toBe(413);
    const halves = ['x', 'y'].map((half) => ({ name: half, value: textOf(9_000) }));
    expect((await postParts(name, email, ...halves)).status).toBe(413);
  });

  test.each<[string, string, Buffer[]]>([
    ['before the file is read', 'text/html', [writePart(name), writePart(file).subarray(0, 200)]],
    ['at once where no fields go back', 'application/json', []],
  ])('an announced length that no file has, %s', async (_when, type, parts) => {
    const connection = await open(app.port);
    const headers = [multipartType, ['Accept', type], ['Content-Length', '50000000']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    for (const part of parts) connection.write(part);
    const startedAt = Date.now();
    expect((await connection.answer('POST')).status).toBe(413);
    await connection.closed();
    expect([profiles.uploads.begun, Date.now() - startedAt < 2_000]).toEqual([0, true]);
  });

  test('such a length where the client asks first', async () => {
    const headers = [multipartType, ['Content-Length', '50000000'], ['Expect', '100-continue']] as const;
    const connection = await open(app.port);
    connection.write(writeRequest({ method: 'POST', target, headers }));
    await connection.until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1.1 413 /);
    connection.destroy();
  });

  test('whatever goes on for ever in front of the parts', async () => {
    const connection = await open(app.port);
    const headers = [multipartType, ['Transfer-Encoding', 'chunked']] as const;
    connection.write(writeRequest({ method: 'POST', target, headers }));
    const pour = setInterval(() => connection.write(chunk(Buffer.alloc(2_000_000))), 5);
    expect((await connection.answer('POST')).status).toBe(413);
    clearInterval(pour);
    connection.destroy();
  });
});

describe('an upload is cut off', () => {
  async function begin(...headers: (readonly [string, string])[]) {
    const connection = await open(app.port);
    connection.write(writeRequest({ method: 'POST', target, headers: [multipartType, ...headers] }));
    const bytes = writePart({ ...file, value: textOf(200_000) });
    connection.write(chunk(bytes.subarray(0, 100_000)));
    await until(() => profiles.uploads.begun === 1);
    return connection;
  }

  test('when its client goes away, and nothing is stored', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked'], ['X-Request-Id', 'gone']);
    connection.destroy();
    await until(() => profiles.uploads.cut === 1);
    const line = await until(() => app.logged.find(({ requestId }) => requestId === 'gone'));
    expect(line).toMatchObject({ level: 'info', aborted: true });
    expect(profiles.profiles).toEqual([]);
  });

  test('when what follows it is refused', async () => {
    const connection = await begin(['Transfer-Encoding', 'chunked']);
    connection.write(chunk(Buffer.from(`\r\n--${boundary}\r\nno header\r\n\r\n`)));
    expect((await connection.answer('POST')).status).toBe(400);
    await sleep(10);
    expect(profiles.uploads.cut).toBe(1);
    connection.destroy();
  });
});

test('a client has four files on their way in and no more, and may send others when one is done', async () => {
  const headers = [multipartType, ['Transfer-Encoding', 'chunked']] as const;
  const slow = await Promise.all(Array.from({ length: 4 }, () => open(app.port)));
  for (const connection of slow) {
    connection.write(writeRequest({ method: 'POST', target, headers }));
    connection.write(chunk(writePart({ ...file, value: textOf(100_000) }).subarray(0, 50_000)));
  }
  await until(() => profiles.uploads.begun === 4);
  const refused = await postParts(name, email, file);
  expect([refused.status, refused.headers['retry-after']]).toEqual([503, '5']);
  // As browsers send it where no file was chosen.
  expect((await postParts(name, email, { ...file, value: '', fileName: '' })).status).toBe(201);
  slow[0]?.destroy();
  await until(() => profiles.uploads.cut === 1);
  expect((await postParts(name, email, file)).status).toBe(201);
  for (const connection of slow) connection.destroy();
  await until(() => profiles.uploads.cut === 4);
});
