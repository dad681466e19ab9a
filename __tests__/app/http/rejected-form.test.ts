import { maxWaitMs } from '../../../app/http/limits/request-queue';
import { multipartType, type Part, textOf, writeMultipart } from '../../support/http/multipart';
import { open, post, type RawRequest, writeRequest } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';
import { MemoryProfiles } from '../../support/stores/memory-profiles';

const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const entry = 'username=zo%C3%AB+%3Cb%3E&digits=12&attempt=0123456789abcdef0123456789abcdef';
const id = '8e03978e-40d5-43dd-bc93-6894a57f9324';
const token = 'x'.repeat(43);

const partsOf = (fields: Readonly<Record<string, string>>): Part[] =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));
const profile = partsOf({ name: 'Ada', about: 'One\nTwo', token, attempt: `${id}.${token}` });
const fileOf = (bytes: number): Part => ({ name: 'file', value: textOf(bytes), fileName: 'a.txt' });

let app: TestApp;
let profiles: MemoryProfiles;
afterEach(() => app.stop());

const submit = (target: string, parts: readonly Part[], headers: RawRequest['headers'] = []) =>
  post(app.port, writeMultipart(parts), [multipartType, ...headers], target);

describe('Form over the rate limit', () => {
  afterEach(() => jest.restoreAllMocks());
  beforeEach(async () => {
    // The monotonic clock has stopped, so that the time to wait does not depend on the speed of the machine.
    jest.spyOn(performance, 'now').mockReturnValue(0);
    profiles = new MemoryProfiles();
    app = await startApp({ profiles, settings: { postsPerMinute: 0 } });
  });

  test('is redisplayed with 429 and the typed text, and nothing is stored', async () => {
    const { status, headers, body } = await post(app.port, entry, [formType]);
    expect([status, headers['retry-after'], headers['cache-control']]).toEqual([429, '60', 'no-store']);
    for (const text of ['zoë &lt;b&gt;', 'value="12"', 'At most 0 posts', '0123456789abcdef0123456789abcdef']) {
      expect(body).toContain(text);
    }
    expect(app.store.calls.add).toBe(0);
  });

  test.each(['/profiles', `/profiles/${id}`])(
    'is redisplayed at %s with a note that the file was not saved',
    async (target) => {
      const { status, body } = await submit(target, [...profile, fileOf(40_000)]);
      expect(status).toBe(429);
      for (const text of [
        'value="Ada"',
        'One\nTwo',
        token,
        'At most 0 posts',
        'The file was not saved. Choose it again.',
      ]) {
        expect(body).toContain(text);
      }
      expect([profiles.files.uploads.started, profiles.retryTokens]).toEqual([0, []]);
    },
  );

  test.each([
    ['has a large file', () => submit('/profiles', [...profile, fileOf(70_000)])],
    ['deletes a profile', () => post(app.port, `token=${token}`, [formType], `/profiles/${id}/delete`)],
    ['has an unknown length', () => post(app.port, '0\r\n\r\n', [formType, ['Transfer-Encoding', 'chunked']])],
  ])('is rejected without being read if it %s; the page says to go back in the browser', async (_title, send) => {
    const { status, body } = await send();
    expect([status, body.includes('go back in your browser'), body.includes('<form')]).toEqual([429, true, false]);
  });

  test('is rejected with 403 if it comes from another site', async () => {
    expect((await post(app.port, entry, [formType, ['Origin', 'http://evil.example']])).status).toBe(403);
  });

  test('is redisplayed at most ten times per minute', async () => {
    const responses = [];
    for (let posts = 0; posts < 12; posts += 1) responses.push(await post(app.port, entry, [formType]));
    expect(responses.map(({ body }) => body.includes('name="digits"'))).toEqual([
      ...Array(10).fill(true),
      false,
      false,
    ]);
  });
});

describe('Form that has waited too long in the queue', () => {
  test('is redisplayed with 503; of several concurrent forms, only one is redisplayed', async () => {
    let now = 0;
    app = await startApp({ queueClock: () => now });
    let requests = 0;
    // Simulates a long computation after the app has queued all forms.
    app.server.on('request', () => {
      requests += 1;
      if (requests === 3) now += maxWaitMs + 1;
    });
    // Pipelined requests arrive in the same turn of the event loop.
    const connection = await open(app.port);
    const form = writeRequest({ method: 'POST', headers: [formType], body: entry });
    connection.write(Buffer.concat([form, form, form]));
    const responses = [];
    for (let count = 0; count < 3; count += 1) responses.push(await connection.response('POST'));
    connection.destroy();
    expect(responses.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(Array(3).fill([503, '5']));
    const returned = responses.filter(({ body }) => body.includes('value="12"'));
    expect(returned).toHaveLength(1);
    expect(returned[0]?.body).toContain('The server is busy');
    expect(app.store.calls.add).toBe(0);
  });
});
