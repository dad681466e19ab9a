import { post, type RawResponse, send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';

const metrics = { stored: jest.fn(), refused: jest.fn(), storeLatency: jest.fn(), unreadable: jest.fn() };
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ metrics });
});
beforeEach(() => {
  jest.clearAllMocks();
  app.store.isDown = false;
});
afterAll(() => app.stop());

const json = '{"username":"ada","digits":"12345678"}';
const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const html = ['Accept', 'text/html'] as const;

const counts = () => ({ stored: metrics.stored.mock.calls.length, refused: metrics.refused.mock.calls.length });

async function whileDown(ask: () => Promise<RawResponse>): Promise<RawResponse> {
  app.store.isDown = true;
  return ask();
}

describe('countEntries', () => {
  test.each([
    [201, () => post(app.port, json)],
    [303, () => post(app.port, 'username=ada&digits=12345678', [form, html])],
  ])('counts a post as stored if it returns %d', async (status, ask) => {
    expect((await ask()).status).toBe(status);
    expect(counts()).toEqual({ stored: 1, refused: 0 });
  });

  test.each([
    [400, 'malformed JSON', () => post(app.port, '{')],
    [403, 'a post from another site', () => post(app.port, json, [['Origin', 'https://other.example']])],
    [413, 'a body that is too large', () => post(app.port, `{"username":"${'a'.repeat(20_000)}"}`)],
    [415, 'an unsupported type', () => post(app.port, json, [['Content-Type', 'text/plain']])],
    [422, 'JSON with invalid digits', () => post(app.port, '{"username":"ada","digits":"1"}')],
    [422, 'a form with invalid digits', () => post(app.port, 'username=ada&digits=1', [form, html])],
    [503, 'JSON while the store is down', () => whileDown(() => post(app.port, json))],
    [
      503,
      'a form while the store is down',
      () => whileDown(() => post(app.port, 'username=ada&digits=12345678', [form, html])),
    ],
  ])('counts a post as refused if it returns %d: %s', async (status, _fault, ask) => {
    expect((await ask()).status).toBe(status);
    expect(counts()).toEqual({ stored: 0, refused: 1 });
  });

  test('counts a post over the rate limit as refused', async () => {
    const limited = await startApp({ metrics, settings: { postsPerMinute: 1 } });
    await post(limited.port, json);
    expect((await post(limited.port, json)).status).toBe(429);
    await limited.stop();
    expect(counts()).toEqual({ stored: 1, refused: 1 });
  });

  test.each([
    ['a request for the home page', 200, { target: '/' }],
    ['a post to another path', 405, { method: 'POST', target: '/entries' }],
    ['a request for an unknown path', 404, { target: '/other' }],
  ])('does not count %s', async (_title, status, request) => {
    expect((await send(app.port, request)).status).toBe(status);
    expect(counts()).toEqual({ stored: 0, refused: 0 });
  });
});
