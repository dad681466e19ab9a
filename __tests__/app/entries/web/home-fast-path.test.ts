import { LatestEntry } from '../../../../app/entries/latest-entry';
import { HomePage } from '../../../../app/entries/web/home-page';
import { type RawRequest, type RawResponse, send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { until } from '../../../support/jest/until';
import { MemoryEntries } from '../../../support/stores/memory-entries';

const allowedOrigins = ['https://friend.example'];

/**
 * Two apps with the same entries. Only the first app caches the latest entry, so only this app can send a page that it
 * has already rendered.
 */
let prepared: TestApp;
let routed: TestApp;
beforeAll(async () => {
  const repository = new MemoryEntries();
  await repository.add({ username: 'zoe', digits: '00000001' });
  prepared = await startApp({ repository, latestTtlMs: Number.POSITIVE_INFINITY, settings: { allowedOrigins } });
  routed = await startApp({ repository, settings: { allowedOrigins } });
  await send(prepared.port, {});
});
afterAll(() => Promise.all([prepared.stop(), routed.stop()]));

/** Returns the parts of a response that both apps must send: everything except the date and the request id. */
function comparable({ status, headers, body }: RawResponse) {
  const { date, 'x-request-id': id, ...others } = headers;
  return {
    status,
    headers: others,
    body: body.replace(id ?? '', ''),
    hasDate: date !== undefined,
    hasId: id !== undefined,
  };
}

async function expectSameResponse(request: RawRequest): Promise<RawResponse> {
  const response = await send(prepared.port, request);
  expect(comparable(response)).toEqual(comparable(await send(routed.port, request)));
  return response;
}

describe('Home page on the fast path', () => {
  test.each<[title: string, request: RawRequest]>([
    ['without header fields', {}],
    ['for HTML', { headers: [['Accept', 'text/html,*/*;q=0.8']] }],
    ['for JSON', { headers: [['Accept', 'application/json']] }],
    ['with a request id', { headers: [['X-Request-Id', 'abc']] }],
    ['over HTTP/1.0', { version: '1.0' }],
    ['with Connection: close', { headers: [['Connection', 'close']] }],
    ['with a body', { body: 'ignored' }],
    ['for another host', { host: 'other.example:8080' }],
  ])('is the same as the response of the route for a request %s', async (_title, request) => {
    expect((await expectSameResponse(request)).status).toBe(200);
  });

  test.each<[title: string, request: RawRequest, status: number]>([
    ['the method HEAD', { method: 'HEAD' }, 200],
    ['a query', { target: '/?a=b' }, 200],
    ['an allowed Origin', { headers: [['Origin', 'https://friend.example']] }, 200],
    ['a cookie', { headers: [['Cookie', 'saved=x']] }, 200],
    ['the ETag of another page', { headers: [['If-None-Match', '"x"']] }, 200],
    ['If-None-Match: *', { headers: [['If-None-Match', '*']] }, 304],
    ['an Accept header without HTML and JSON', { headers: [['Accept', 'image/png']] }, 406],
    ['an unknown expectation', { headers: [['Expect', 'more']] }, 417],
    ['no Host', { host: null }, 400],
    [
      'two Host fields',
      {
        headers: [
          ['Host', 'app.example'],
          ['HOST', 'app.example'],
        ],
      },
      400,
    ],
    ['a malformed Host', { host: 'a,b' }, 400],
    [
      'a Transfer-Encoding in HTTP/1.0',
      { version: '1.0', headers: [['Transfer-Encoding', 'chunked']], body: '0\r\n\r\n' },
      400,
    ],
    [
      'two Content-Type fields',
      {
        headers: [
          ['Content-Type', 'a/b'],
          ['Content-Type', 'a/b'],
        ],
      },
      400,
    ],
  ])('is not sent for a request with %s; the route responds instead', async (_title, request, status) => {
    expect((await expectSameResponse(request)).status).toBe(status);
  });

  test('is rendered only once for many requests; these requests do not reach the route', async () => {
    const render = jest.spyOn(HomePage.prototype, 'render');
    const get = jest.spyOn(LatestEntry.prototype, 'get');
    for (let view = 0; view < 5; view += 1) await send(prepared.port, {});
    expect(get).not.toHaveBeenCalled();
    expect(render).not.toHaveBeenCalled();
    await send(routed.port, {});
    expect(get).toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  test('is logged like every other response', async () => {
    await send(prepared.port, { headers: [['X-Request-Id', 'viewed']] });
    const line = await until(() => prepared.logged.find(({ requestId }) => requestId === 'viewed'));
    expect(line).toMatchObject({ method: 'GET', path: '/', status: 200, clientAddress: '127.0.0.1' });
  });
});
