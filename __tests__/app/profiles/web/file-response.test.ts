import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../../../app/profiles/files/file-store';
import type { OpenedFile } from '../../../../app/profiles/profile-service';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { startApp, type TestApp } from '../../../support/http/app-server';
import { picture } from '../../../support/http/multipart';
import { open, type RawConnection, type RawRequest, send, writeRequest } from '../../../support/http/raw-http';
import { until } from '../../../support/jest/until';
import { MemoryProfiles } from '../../../support/stores/memory-profiles';

const profiles = new MemoryProfiles();
let app: TestApp;
let target: string;
const etag = `"${createHash('sha256').update(picture).digest('hex')}"`;

beforeAll(async () => {
  app = await startApp({ profiles });
  target = await addFile('me.png', picture);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => app.stop());

async function addFile(name: string, bytes: Buffer): Promise<string> {
  const file = await profiles.receive(name, Readable.from([bytes]), new AbortController().signal);
  const details = { name: 'Zoë', email: 'zoe@example.com', phone: null, about: null };
  const { profile } = await profiles.create(details, file);
  return `/profiles/${profile.id}/file`;
}

async function openFile(): Promise<OpenedFile> {
  const opened = await profiles.openFile(target.split('/')[2] ?? '');
  if (opened === null) throw new Error('There is no file');
  return opened;
}

function get(headers: RawRequest['headers'] = [], method = 'GET') {
  return send(app.port, { method, target, headers });
}

test('a picture is shown in place, is nothing but itself, and runs nothing', async () => {
  const { status, headers } = await get();
  expect([status, headers]).toEqual([
    200,
    expect.objectContaining({
      'content-type': 'image/png',
      'content-length': String(picture.length),
      'content-disposition': 'inline; filename="me.png"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
      'accept-ranges': 'bytes',
      etag,
    }),
  ]);
});

test.each([
  ['a.pdf', Buffer.from('%PDF-1.7 and more'), 'application/pdf'],
  ['a.html', Buffer.from('<script>alert(1)</script>'), 'text/plain; charset=utf-8'],
  ['a.png', Buffer.from('no picture'), 'text/plain; charset=utf-8'],
])('%s that is no picture is to be saved, as what it is', async (name, bytes, type) => {
  const { headers, body } = await send(app.port, { target: await addFile(name, bytes) });
  expect(headers['content-disposition']).toBe(`attachment; filename="${name}"`);
  expect([headers['content-type'], body]).toEqual([type, bytes.toString()]);
});

test.each([
  ['Фото.png', `inline; filename="????.png"; filename*=UTF-8''%D0%A4%D0%BE%D1%82%D0%BE.png`],
  ['a"b.png', 'inline; filename="a\\"b.png"'],
  ["it's 100%41;.png", `inline; filename="it's 100%41;.png"; filename*=UTF-8''it%27s%20100%2541%3B.png`],
])('%s keeps its name and no more', async (name, disposition) => {
  const { headers } = await send(app.port, { target: await addFile(name, picture) });
  expect(headers['content-disposition']).toBe(disposition);
});

test('HEAD tells the same without the bytes, and without a part of them', async () => {
  const [whole, head] = [await get(), await get([['Range', 'bytes=0-9']], 'HEAD')];
  const { date: _, 'x-request-id': __, ...fields } = whole.headers;
  expect([head.status, head.headers, head.body]).toEqual([200, expect.objectContaining(fields), '']);
});

test.each<[string, number, string, RawRequest['headers']]>([
  ['a reader who wants the header alone', 200, 'HEAD', []],
  ['one who has the file', 304, 'GET', [['If-None-Match', etag]]],
  ['one who wants another file', 412, 'GET', [['If-Match', '"x"']]],
  ['one who wants bytes that are not there', 416, 'GET', [['Range', `bytes=${picture.length}-`]]],
])('nothing is read from the store for %s', async (_title, status, method, headers) => {
  const read = jest.fn(async () => Readable.from([picture]));
  jest.spyOn(profiles, 'openFile').mockResolvedValue({ ...(await openFile()), read });
  expect((await get(headers, method)).status).toBe(status);
  expect(read).not.toHaveBeenCalled();
  await get();
  expect(read).toHaveBeenCalledTimes(1);
});

describe('a part', () => {
  test.each([
    ['bytes=1-3', 'bytes 1-3', 'PNG'],
    ['bytes=1-3', 'bytes 1-3', 'PNG', ['If-Range', etag]],
  ])('%s is answered with 206', async (range, contentRange, bytes, ...more) => {
    const { status, headers, body } = await get([['Range', range], ...(more as [string, string][])]);
    expect([status, headers['content-range']]).toEqual([206, `${contentRange}/${picture.length}`]);
    expect([headers['content-length'], headers.etag, body]).toEqual(['3', etag, bytes]);
  });

  test('that is not there is 416, and the size is told', async () => {
    const { status, headers } = await get([['Range', `bytes=${picture.length}-`]]);
    expect([status, headers['content-range']]).toEqual([416, `bytes */${picture.length}`]);
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  test.each([
    ['of another file', [['If-Range', '"other"']]],
    ['of a file of some day', [['If-Range', 'Sat, 21 Nov 2026 07:42:43 GMT']]],
  ])('%s is answered with the whole', async (_title, headers) => {
    expect((await get([['Range', 'bytes=0-9'], ...(headers as [string, string][])])).status).toBe(200);
  });
});

describe('who has it', () => {
  test.each([etag, `W/${etag}`, `"x", ${etag}`, '*'])('by If-None-Match: %s is told so', async (tag) => {
    const { status, headers, body } = await get([['If-None-Match', tag]]);
    expect([status, headers.etag, body]).toEqual([304, etag, '']);
  });

  test('does not ask by a date', async () => {
    expect((await get([['If-Modified-Since', new Date().toUTCString()]])).status).toBe(200);
  });

  test('may ask for no other', async () => {
    expect((await get([['If-Match', '"x"']])).status).toBe(412);
    expect((await get([['If-Match', etag]])).status).toBe(200);
  });
});

test.each(['application/json', 'text/html'])(
  'returns 404 as %s, and says whether the profile or only its file is missing',
  async (type) => {
    const details = { name: 'Zoë', email: 'zoe@example.com', phone: null, about: null };
    const { profile, token } = await profiles.create(details, null);
    const ask = async (id: string, ...headers: [string, string][]) => {
      const { status, body } = await send(app.port, {
        target: `/profiles/${id}/file`,
        headers: [['Accept', type], ...headers],
      });
      return { status, body };
    };
    const noFile = { status: 404, body: expect.stringContaining('This profile has no file.') };
    expect(await ask(profile.id)).toEqual(noFile);
    expect(await ask(profile.id, ['Authorization', `Bearer ${token}`])).toEqual(noFile);
    const none = '123e4567-e89b-42d3-a456-426614174000';
    expect(await ask(none)).toEqual({ status: 404, body: expect.stringContaining('There is no such profile') });
  },
);

test('a store that does not answer is 503, as an error like any other', async () => {
  jest.spyOn(profiles, 'openFile').mockRejectedValueOnce(new StoreUnavailable(new Error('down')));
  const { status, headers } = await get();
  expect([status, headers['cache-control'], headers['content-disposition']]).toEqual([503, 'no-store', undefined]);
});

test('a store that fails in the middle breaks the connection, so that nobody takes a part for the whole, and is logged', async () => {
  async function* broken() {
    yield picture.subarray(0, 100);
    throw new Error('the store went away');
  }
  const read = async () => Readable.from(broken());
  jest.spyOn(profiles, 'openFile').mockResolvedValueOnce({ ...(await openFile()), read });
  await expect(get([['X-Request-Id', 'broken']])).rejects.toThrow('closed without a whole answer');
  const line = await until(() => app.logged.find(({ requestId }) => requestId === 'broken'));
  expect(line).toMatchObject({ aborted: true, err: { message: 'the store went away' } });
});

describe('a reader who dawdles', () => {
  const connections: RawConnection[] = [];
  /** What is read of the file: its first byte has come, and no other does. */
  const bodies: Readable[] = [];
  const read = jest.fn(async (_range?: ByteRange): Promise<Readable | null> => {
    const body = new Readable({ read() {} });
    body.push('x');
    bodies.push(body);
    return body;
  });

  beforeEach(async () => {
    jest.spyOn(profiles, 'openFile').mockResolvedValue({ ...(await openFile()), read });
  });
  afterEach(() => {
    for (const connection of connections.splice(0)) connection.destroy();
    bodies.length = 0;
    jest.useRealTimers();
  });

  async function begin(headers: RawRequest['headers'] = []): Promise<RawConnection> {
    const connection = await open(app.port);
    connections.push(connection);
    connection.write(writeRequest({ target, headers }));
    await connection.until('\r\n\r\n');
    expect(connection.received).toMatch(/^HTTP\/1.1 20[06] /);
    await connection.until('\r\n\r\nx');
    return connection;
  }

  test('has eight files at a time, and others again when one is over', async () => {
    const reading = await Promise.all(Array.from({ length: 8 }, () => begin()));
    const { status, headers } = await get();
    expect([status, headers['retry-after']]).toEqual([503, '5']);
    reading[0]?.destroy();
    await until(() => begin().catch(() => null));
  });

  test.each<[string, number, () => Promise<Readable | null>]>([
    ['fails', 503, () => Promise.reject(new StoreUnavailable(new Error('down')))],
    ['has lost the file', 404, async () => null],
  ])('has as many others after a store that %s', async (_title, status, answer) => {
    for (let n = 0; n < 8; n += 1) read.mockImplementationOnce(answer);
    for (let n = 0; n < 8; n += 1) expect((await get()).status).toBe(status);
    await begin();
  });

  test.each([
    ['a file', [], picture.length],
    ['a part', [['Range', 'bytes=0-32767']], 32_768],
  ] as const)(
    'is cut off when %s could have gone at 32 KiB a second, and not before',
    async (_title, headers, size) => {
      jest.useFakeTimers({
        doNotFake: ['nextTick', 'setImmediate', 'setInterval', 'queueMicrotask', 'Date', 'performance'],
      });
      const connection = await begin(headers);
      const limitMs = 12_000 + (size / 32_768) * 1_000;
      jest.advanceTimersByTime(Math.floor(limitMs) - 1);
      bodies[0]?.push('y');
      await connection.until('xy');
      jest.advanceTimersByTime(2);
      await connection.closed();
    },
  );
});
