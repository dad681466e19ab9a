import { randomUUID } from 'node:crypto';
import type { Entry } from '../../../../app/entries/entry';
import { formatRetryToken } from '../../../../app/entries/retry-token';
import { formatEntryCursor } from '../../../../app/entries/web/entry-cursor';
import { HomePage } from '../../../../app/entries/web/home-page';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { post, type RawRequest, send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';

let app: TestApp;
beforeEach(async () => {
  // The system clock is stopped, so the ages of entries and cookies are the same on every machine.
  jest.spyOn(Date, 'now').mockReturnValue(Date.now());
  app = await startApp();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await app.stop();
});

const acceptJson = ['Accept', 'application/json'] as const;
const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const zoe = { username: 'zoe', digits: '00000001' };

function get(...headers: NonNullable<RawRequest['headers']>) {
  return send(app.port, { headers });
}

function postForm(body: string) {
  return post(app.port, body, [formType]);
}

/** Returns a timestamp from `ms` milliseconds ago. */
function ago(ms: number): string {
  return new Date(Date.now() - ms).toISOString().replace('Z', '000Z');
}

describe('GET /', () => {
  test('returns a greeting, the version and the latest entry as JSON', async () => {
    expect(JSON.parse((await get(acceptJson)).body)).toEqual({
      message: 'Hello, World!',
      version: '1.2.3',
      latest: null,
    });
    const entry = await app.store.add(zoe);
    expect(JSON.parse((await get(acceptJson)).body).latest).toEqual(entry);
  });

  test('returns HTML with the form and the latest entry, whose username is escaped', async () => {
    expect((await get()).body).toMatch(/no entries yet/i);
    await app.store.add({ username: '<b>zoe</b>', digits: '00000042' });
    const { body } = await get();
    expect(body).toContain('<form method="post"');
    expect(body).toContain('00000042');
    expect(body).toContain('&lt;b&gt;zoe&lt;/b&gt;');
  });

  test('returns 304 if the browser has cached the current page, and 200 after a newer entry was stored', async () => {
    const first = await get();
    expect(first.headers['cache-control']).toBe('private, no-cache');
    const again = await get(['If-None-Match', first.headers.etag ?? '']);
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', first.headers.etag]);
    expect(again.headers).not.toHaveProperty('content-type');
    expect((await get(['If-None-Match', `"x", W/${first.headers.etag}`])).status).toBe(304);
    await app.store.add(zoe);
    expect((await get(['If-None-Match', first.headers.etag ?? ''])).status).toBe(200);
  });

  test('returns different ETags for HTML, for JSON and for a different version of the app', async () => {
    const other = await startApp({ settings: { version: '1.2.4' } });
    const etags = [await get(), await get(acceptJson), await send(other.port, {})].map(({ headers }) => headers.etag);
    await other.stop();
    expect(new Set(etags).size).toBe(3);
  });

  // A different environment variable can change the page of the same version.
  test('returns a new ETag whenever the page changes, even if the version of the app is the same', () => {
    const etags = ['on', 'on', 'off'].map(
      (feature) => new HomePage({ home: () => `<p>Feature ${feature}</p>` }, '1.2.3', {}).shared(null, 'html').etag,
    );
    expect(etags[1]).toBe(etags[0]);
    expect(etags[2]).not.toBe(etags[0]);
  });
});

describe('POST /', () => {
  test('stores the entry of a form and redirects to a page that confirms it', async () => {
    const { status, headers } = await postForm('username=Zo%C3%AB&digits=00000001');
    expect([status, headers.location]).toEqual([303, '/']);
    const [entry] = app.store.entries;
    expect(entry).toMatchObject({ username: 'Zoë', digits: '00000001' });
    const token = entry ? formatEntryCursor(entry) : '';
    expect(headers['set-cookie']).toBe(`saved=${token}; Path=/; Max-Age=10; HttpOnly; SameSite=Lax`);
    expect((await get(['Cookie', `saved=${token}`])).body).toContain('Saved: ');
  });

  test('calls onStored with each stored entry, but not with a rejected entry', async () => {
    const stored: Entry[] = [];
    const other = await startApp({ onStored: (entry) => stored.push(entry) });
    await post(other.port, JSON.stringify(zoe));
    await post(other.port, 'username=zoe&digits=00000002', [formType]);
    await post(other.port, JSON.stringify({ ...zoe, digits: '1' }));
    await other.stop();
    expect(stored.toReversed()).toEqual(other.store.entries);
    expect(stored.map(({ digits }) => digits)).toEqual(['00000001', '00000002']);
  });

  test('marks the cookie Secure behind TLS', async () => {
    const other = await startApp({ settings: { behindTls: true } });
    const { headers } = await post(other.port, 'username=zoe&digits=00000001', [formType]);
    await other.stop();
    expect(headers['set-cookie']).toMatch(/; Secure$/);
  });

  test('returns 201, the entry and no cookie for JSON', async () => {
    const { status, headers, body } = await post(app.port, JSON.stringify(zoe));
    expect(status).toBe(201);
    expect(JSON.parse(body)).toEqual(app.store.entries[0]);
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('redisplays an invalid form with the typed text and the errors', async () => {
    const { status, headers, body } = await postForm('username=%3Czo%C3%AB%3E&digits=123');
    expect([status, headers['cache-control']]).toEqual([422, 'no-store']);
    expect(headers).not.toHaveProperty('etag');
    expect(body).toContain('value="&lt;zoë&gt;"');
    expect(body).toContain('value="123"');
    expect(body).toContain('id="digits-error"');
    expect(body).not.toContain('id="username-error"');
    expect(app.store.entries).toEqual([]);
  });

  test.each([
    'username=a&username=b&digits=1',
    'username=a&digits[x]=00000001',
    'digits=00000001&digits%5B%5D=1&username=a',
  ])('returns 422 for a form with a duplicate or nested field: %s', async (body) => {
    expect((await postForm(body)).status).toBe(422);
  });

  test('returns 422 and every invalid field of a JSON object', async () => {
    const { status, body } = await post(app.port, '{"username":5,"digits":12345678}');
    expect(status).toBe(422);
    expect(JSON.parse(body)).toMatchObject({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      errors: [
        { field: 'username', message: expect.any(String) },
        { field: 'digits', message: expect.any(String) },
      ],
    });
  });
});

describe('GET / with the cookie of a saved entry', () => {
  const cookieOf = (username: string, timestamp: string) =>
    ['Cookie', `theme=dark; saved=${formatEntryCursor({ username, timestamp })}`] as const;

  test('returns the entry even before the index contains it, and forbids caching', async () => {
    const other = await startApp();
    other.store.entries.unshift({ ...zoe, timestamp: ago(500) });
    other.store.staleLatest = { username: 'old', digits: '99999999', timestamp: ago(60_000) };
    const { status, headers, body } = await send(other.port, {
      headers: [cookieOf('zoe', other.store.entries[0]?.timestamp ?? ''), ['If-None-Match', '*']],
    });
    await other.stop();
    expect([status, headers['cache-control'], headers.etag]).toEqual([200, 'no-store', undefined]);
    expect(body).toMatch(/Saved: .*00000001/);
    expect(body).not.toContain('99999999');
  });

  test('returns a newer entry by another user as the latest entry', async () => {
    const mine = await app.store.add(zoe);
    await app.store.add({ username: 'yan', digits: '22222222' });
    const { body } = await get(cookieOf(mine.username, mine.timestamp));
    expect(body).toMatch(/Saved: .*00000001/);
    expect(body).toContain('22222222');
    expect(JSON.parse((await get(cookieOf(mine.username, mine.timestamp), acceptJson)).body).latest.digits).toBe(
      '22222222',
    );
  });

  test('returns an entry that was saved before the system clock was set back by an hour', async () => {
    const mine = await app.store.add(zoe);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now - 3_600_000);
    const { body } = await get(cookieOf(mine.username, mine.timestamp));
    expect(body).toMatch(/Saved: .*00000001/);
  });

  test('returns the older entry that a retry found, but only until the cookie expires', async () => {
    const attempt = formatRetryToken({ timestamp: ago(60_000), request: randomUUID() }, zoe);
    const { headers } = await postForm(`username=zoe&digits=00000001&attempt=${attempt}`);
    const [cookie = ''] = headers['set-cookie']?.split(';') ?? [];
    expect((await get(['Cookie', cookie])).body).toMatch(/Saved: .*00000001/);
    const old = cookie.replace(/\..*/, `.${(Date.now() - 11_000).toString(36)}`);
    expect((await get(['Cookie', old])).body).not.toContain('Saved: ');
  });

  test('does not confirm an entry that does not exist', async () => {
    const { body, headers } = await get(cookieOf('nobody', ago(0)));
    expect(body).not.toContain('Saved: ');
    expect(headers['cache-control']).toBe('no-store');
  });

  test('omits the saved entry if only the lookup of this entry fails', async () => {
    const mine = await app.store.add(zoe);
    await app.store.add({ username: 'yan', digits: '22222222' });
    jest.spyOn(app.store, 'find').mockRejectedValue(new StoreUnavailable('too many lookups'));
    const { status, body, headers } = await get(cookieOf(mine.username, mine.timestamp));
    expect([status, headers['cache-control']]).toEqual([200, 'no-store']);
    expect(body).toContain('22222222');
    expect(body).not.toContain('Saved: ');
  });

  test.each([
    ['is 11 s old', () => cookieOf('zoe', ago(11_000))],
    ['is dated 6 s in the future', () => cookieOf('zoe', ago(-6_000))],
    ['is malformed', () => ['Cookie', 'saved=nonsense'] as const],
    ['is empty', () => ['Cookie', 'saved='] as const],
    ['contains a username longer than DynamoDB allows', () => cookieOf('a'.repeat(2_049), ago(0))],
  ])('ignores a cookie that %s, without reading the table', async (_title, cookie) => {
    const { headers } = await get(cookie());
    expect(headers['cache-control']).toBe('private, no-cache');
    expect(app.store.calls.find).toBe(0);
  });

  test.each([
    ['9 s old', 9_000],
    ['dated 4 s in the future', -4_000],
  ])('accepts a cookie that is %s', async (_title, ms) => {
    await get(cookieOf('zoe', ago(ms)));
    expect(app.store.calls.find).toBe(1);
  });
});

describe('App with an unavailable table', () => {
  beforeEach(() => {
    app.store.isDown = true;
  });

  test('returns 503 for GET /, with the complete form and a message', async () => {
    const { status, headers, body } = await get();
    expect([status, headers['retry-after'], headers['cache-control'], headers.etag]).toEqual([
      503,
      '2',
      'no-store',
      undefined,
    ]);
    expect(body).toContain('The entries table is not responding.');
    expect(body).toContain('name="digits"');
  });

  test('returns 503 for a sent form, and redisplays it with the typed text and a message', async () => {
    const { status, headers, body } = await postForm('username=zoe&digits=00000001');
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body).toContain('value="zoe"');
    expect(body).toContain('value="00000001"');
    expect(body).toContain('The entries table is not responding.');
  });

  test.each([
    ['with its retry token', true, []],
    ['without a retry token if the request has an idempotency key', false, [['Idempotency-Key', 'one']]],
  ] as const)('redisplays a sent form %s', async (_title, hasAttempt, headers) => {
    const { body } = await post(app.port, 'username=zoe&digits=00000001', [
      ['Content-Type', 'application/x-www-form-urlencoded'],
      ...headers,
    ]);
    expect(/name="attempt" value="[\w-]+"/.test(body)).toBe(hasAttempt);
  });

  test('still returns 422 for an invalid form', async () => {
    expect((await postForm('username=zoe&digits=1')).status).toBe(422);
  });

  test.each([
    ['GET /', { headers: [acceptJson] }],
    ['POST /', { method: 'POST', headers: [['Content-Type', 'application/json']], body: JSON.stringify(zoe) }],
    ['GET /entries', { target: '/entries', headers: [acceptJson] }],
    ['GET /ready', { target: '/ready', headers: [acceptJson] }],
  ] as const)('returns 503 with problem details and Retry-After for %s in JSON', async (_title, request) => {
    const { status, headers, body } = await send(app.port, request);
    expect([status, headers['retry-after'], headers['content-type']]).toEqual([503, '2', 'application/problem+json']);
    expect(JSON.parse(body).detail).toContain('not responding');
  });

  test('returns 200 for /health, and for /ready as soon as the table recovers', async () => {
    expect(JSON.parse((await send(app.port, { target: '/health' })).body)).toEqual({ status: 'ok', version: '1.2.3' });
    expect(app.store.calls).toEqual({ add: 0, latest: 0, find: 0, list: 0 });
    expect((await send(app.port, { target: '/ready' })).status).toBe(503);
    app.store.isDown = false;
    expect((await send(app.port, { target: '/ready' })).status).toBe(200);
  });
});

describe('Cache of the latest entry', () => {
  test('serves a hundred views with one query', async () => {
    const shared = await startApp({ latestTtlMs: Number.POSITIVE_INFINITY });
    await Promise.all(Array.from({ length: 100 }, () => send(shared.port, {})));
    await send(shared.port, { target: '/ready' });
    await shared.stop();
    expect(shared.store.calls.latest).toBe(1);
  });

  test('contains a posted entry at once in the process that stored it', async () => {
    const shared = await startApp({ latestTtlMs: Number.POSITIVE_INFINITY });
    await send(shared.port, {});
    await post(shared.port, JSON.stringify(zoe));
    const { body } = await send(shared.port, {});
    await shared.stop();
    expect(body).toContain(zoe.digits);
  });
});
