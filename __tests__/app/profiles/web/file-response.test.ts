import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ByteRange } from '../../../../app/profiles/files/file-store';
import type { OpenedFile } from '../../../../app/profiles/profile-service';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { picture } from '../../../support/http/multipart';
import { ProfilesClient, unknownId, zoe } from '../../../support/http/profiles-client';
import { open, type RawConnection, type RawRequest, send, writeRequest } from '../../../support/http/raw-http';
import { useFakeTimeouts } from '../../../support/jest/fake-timeouts';
import { until } from '../../../support/jest/until';

let client: ProfilesClient;
let target: string;
const etag = `"${createHash('sha256').update(picture).digest('hex')}"`;

beforeAll(async () => {
  client = await ProfilesClient.start();
  target = await addFile('me.png', picture);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => client.stop());

async function addFile(name: string, bytes: Buffer): Promise<string> {
  const { profile } = await client.profiles.add(zoe, name, bytes);
  return `/profiles/${profile.id}/file`;
}

async function openFile(): Promise<OpenedFile> {
  const opened = await client.profiles.openFile(target.split('/')[2] ?? '');
  if (opened === null) throw new Error('There is no file');
  return opened;
}

function get(headers: RawRequest['headers'] = [], method = 'GET') {
  return send(client.app.port, { method, target, headers });
}

describe('File response', () => {
  test('lets the browser display an image, but neither guess another type nor run scripts', async () => {
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
    ['a.png', Buffer.from('no image'), 'text/plain; charset=utf-8'],
  ])(
    'for a file that is not an image, is an attachment with the type of the actual content: %s',
    async (name, bytes, type) => {
      const { headers, body } = await send(client.app.port, { target: await addFile(name, bytes) });
      expect(headers['content-disposition']).toBe(`attachment; filename="${name}"`);
      expect([headers['content-type'], body]).toEqual([type, bytes.toString()]);
    },
  );

  test.each([
    ['Фото.png', `inline; filename="????.png"; filename*=UTF-8''%D0%A4%D0%BE%D1%82%D0%BE.png`],
    ['a"b.png', 'inline; filename="a\\"b.png"'],
    ["it's 100%41;.png", `inline; filename="it's 100%41;.png"; filename*=UTF-8''it%27s%20100%2541%3B.png`],
  ])('contains the file name %s', async (name, disposition) => {
    const { headers } = await send(client.app.port, { target: await addFile(name, picture) });
    expect(headers['content-disposition']).toBe(disposition);
  });

  test('has the same header fields for HEAD as for GET; HEAD ignores Range', async () => {
    const [whole, head] = [await get(), await get([['Range', 'bytes=0-9']], 'HEAD')];
    const { date: _, 'x-request-id': __, ...fields } = whole.headers;
    expect([head.status, head.headers, head.body]).toEqual([200, expect.objectContaining(fields), '']);
  });

  test.each<[string, number, string, RawRequest['headers']]>([
    ['HEAD', 200, 'HEAD', []],
    ['a client that has cached the file', 304, 'GET', [['If-None-Match', etag]]],
    ['a client that sends another ETag in If-Match', 412, 'GET', [['If-Match', '"x"']]],
    ['a range outside the file', 416, 'GET', [['Range', `bytes=${picture.length}-`]]],
  ])('does not read the file from the store for %s', async (_title, status, method, headers) => {
    const read = jest.fn(async () => Readable.from([picture]));
    jest.spyOn(client.profiles, 'openFile').mockResolvedValue({ ...(await openFile()), read });
    expect((await get(headers, method)).status).toBe(status);
    expect(read).not.toHaveBeenCalled();
    await get();
    expect(read).toHaveBeenCalledTimes(1);
  });

  describe('for a range', () => {
    test.each([
      ['without If-Range', []],
      ['with the ETag of the file in If-Range', [['If-Range', etag]]],
    ])('has status 206 %s', async (_title, more) => {
      const { status, headers, body } = await get([['Range', 'bytes=1-3'], ...(more as [string, string][])]);
      expect([status, headers['content-range']]).toEqual([206, `bytes 1-3/${picture.length}`]);
      expect([headers['content-length'], headers.etag, body]).toEqual(['3', etag, 'PNG']);
    });

    test('has status 416 for a range outside the file, with the size of the file', async () => {
      const { status, headers } = await get([['Range', `bytes=${picture.length}-`]]);
      expect([status, headers['content-range']]).toEqual([416, `bytes */${picture.length}`]);
      expect(headers['content-type']).toBe('text/html; charset=utf-8');
    });

    test.each([
      ['the ETag of another file', [['If-Range', '"other"']]],
      ['a date', [['If-Range', 'Sat, 21 Nov 2026 07:42:43 GMT']]],
    ])('is the whole file if If-Range contains %s', async (_title, headers) => {
      expect((await get([['Range', 'bytes=0-9'], ...(headers as [string, string][])])).status).toBe(200);
    });
  });

  describe('for a conditional request', () => {
    test.each([etag, `W/${etag}`, `"x", ${etag}`, '*'])('has status 304 for If-None-Match: %s', async (tag) => {
      const { status, headers, body } = await get([['If-None-Match', tag]]);
      expect([status, headers.etag, body]).toEqual([304, etag, '']);
    });

    test('ignores If-Modified-Since', async () => {
      expect((await get([['If-Modified-Since', new Date().toUTCString()]])).status).toBe(200);
    });

    test('has status 412 if If-Match has another ETag', async () => {
      expect((await get([['If-Match', '"x"']])).status).toBe(412);
      expect((await get([['If-Match', etag]])).status).toBe(200);
    });
  });

  test.each(['application/json', 'text/html'])(
    'has status 404 as %s, with different messages for a missing file and a missing profile',
    async (type) => {
      const { profile, token } = await client.add();
      const ask = async (id: string, ...headers: [string, string][]) => {
        const { status, body } = await send(client.app.port, {
          target: `/profiles/${id}/file`,
          headers: [['Accept', type], ...headers],
        });
        return { status, body };
      };
      const noFile = { status: 404, body: expect.stringContaining('This profile has no file.') };
      expect(await ask(profile.id)).toEqual(noFile);
      expect(await ask(profile.id, ['Authorization', `Bearer ${token}`])).toEqual(noFile);
      expect(await ask(unknownId)).toEqual({ status: 404, body: expect.stringContaining('Profile not found') });
    },
  );

  test('has status 503 without the header fields of a file if the store is down', async () => {
    jest.spyOn(client.profiles, 'openFile').mockRejectedValueOnce(new StoreUnavailable(new Error('down')));
    const { status, headers } = await get();
    expect([status, headers['cache-control'], headers['content-disposition']]).toEqual([503, 'no-store', undefined]);
  });

  test('is aborted and logged if the store fails in the middle of the file', async () => {
    async function* broken() {
      yield picture.subarray(0, 100);
      throw new Error('the store went away');
    }
    const read = async () => Readable.from(broken());
    jest.spyOn(client.profiles, 'openFile').mockResolvedValueOnce({ ...(await openFile()), read });
    await expect(get([['X-Request-Id', 'broken']])).rejects.toThrow('closed before the response was complete');
    const line = await until(() => client.app.logged.find(({ requestId }) => requestId === 'broken'));
    expect(line).toMatchObject({ aborted: true, err: { message: 'the store went away' } });
  });

  describe('for a slow client', () => {
    const connections: RawConnection[] = [];
    /** The body of each download. It yields one byte, and then waits. */
    const bodies: Readable[] = [];
    const read = jest.fn(async (_range?: ByteRange): Promise<Readable | null> => {
      const body = new Readable({ read() {} });
      body.push('x');
      bodies.push(body);
      return body;
    });

    beforeEach(async () => {
      jest.spyOn(client.profiles, 'openFile').mockResolvedValue({ ...(await openFile()), read });
    });
    afterEach(() => {
      for (const connection of connections.splice(0)) connection.destroy();
      bodies.length = 0;
      jest.useRealTimers();
    });

    async function begin(headers: RawRequest['headers'] = []): Promise<RawConnection> {
      const connection = await open(client.app.port);
      connections.push(connection);
      connection.write(writeRequest({ target, headers }));
      await connection.until('\r\n\r\n');
      expect(connection.received).toMatch(/^HTTP\/1.1 20[06] /);
      await connection.until('\r\n\r\nx');
      return connection;
    }

    test('has status 503 for the ninth concurrent download', async () => {
      const reading = await Promise.all(Array.from({ length: 8 }, () => begin()));
      const { status, headers } = await get();
      expect([status, headers['retry-after']]).toEqual([503, '5']);
      reading[0]?.destroy();
      await until(() => begin().catch(() => null));
    });

    test.each<[string, number, () => Promise<Readable | null>]>([
      ['fails', 503, () => Promise.reject(new StoreUnavailable(new Error('down')))],
      ['does not contain the file', 404, async () => null],
    ])('does not count toward the limit of downloads if the store %s', async (_title, status, response) => {
      for (let n = 0; n < 8; n += 1) read.mockImplementationOnce(response);
      for (let n = 0; n < 8; n += 1) expect((await get()).status).toBe(status);
      await begin();
    });

    test.each([
      ['a file', [], picture.length],
      ['a range', [['Range', 'bytes=0-32767']], 32_768],
    ] as const)(
      'is cut off exactly at the deadline: after 12 s, plus the time to send %s at 32 KiB/s',
      async (_title, headers, size) => {
        useFakeTimeouts();
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
});
