import { createSecurityHeaders } from '../../../app/http/security-headers';
import { type RawRequest, type RawResponse, send } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';
import { until } from '../../support/jest/until';

const contentSecurityPolicy = { scriptHashes: ["'sha256-a'", "'sha256-b'"], styleHashes: ["'sha256-c'"] };

const policy = [
  "default-src 'none'",
  "script-src 'sha256-a' 'sha256-b'",
  "style-src 'sha256-c'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The security headers of every response over plain HTTP. */
const overPlainHttp = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Accept, Origin',
};
const overTls = {
  ...overPlainHttp,
  'Content-Security-Policy': `${policy}; upgrade-insecure-requests`,
  'Strict-Transport-Security': 'max-age=31536000',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

describe('Security headers', () => {
  test.each([
    ['without HSTS over plain HTTP', false, overPlainHttp],
    ['with HSTS behind TLS', true, overTls],
  ])('are complete and have the expected values, %s', (_where, behindTls, expected) => {
    expect(createSecurityHeaders({ contentSecurityPolicy, behindTls })).toEqual(expected);
  });

  test('allow neither scripts nor styles if the pages contain none', () => {
    const nothing = { scriptHashes: [], styleHashes: [] };
    const { 'Content-Security-Policy': text } = createSecurityHeaders({
      contentSecurityPolicy: nothing,
      behindTls: false,
    });
    expect(text).toContain("script-src 'none'; style-src 'none';");
  });

  describe('are part of every response', () => {
    let app: TestApp;
    beforeAll(async () => {
      app = await startApp();
    });
    afterAll(() => app.stop());

    const json = [['Content-Type', 'application/json']] as const;
    const rows: readonly (readonly [number, string, RawRequest])[] = [
      [200, 'GET /', {}],
      [200, 'HEAD /', { method: 'HEAD' }],
      [200, 'GET /entries', { target: '/entries' }],
      [200, 'GET /health', { target: '/health' }],
      [200, 'GET /ready', { target: '/ready' }],
      [200, 'HEAD /events', { target: '/events', method: 'HEAD' }],
      [204, 'OPTIONS /', { method: 'OPTIONS' }],
      [201, 'an entry', { method: 'POST', headers: json, body: '{"username":"zoe","digits":"00000001"}' }],
      [422, 'an entry without fields', { method: 'POST', headers: json, body: '{}' }],
      [415, 'a post without a type', { method: 'POST', body: '{}' }],
      [400, 'an invalid query', { target: '/entries?limit=x' }],
      [400, 'a request without Host', { host: null }],
      [404, 'an unknown path', { target: '/nowhere' }],
      [405, 'DELETE /', { method: 'DELETE' }],
      [406, 'a client that accepts only images', { headers: [['Accept', 'image/png']] }],
    ];

    test('with 429 over the rate limit', async () => {
      const strict = await startApp({ settings: { postsPerMinute: 1 } });
      try {
        await send(strict.port, { method: 'POST' });
        expectTable(await send(strict.port, { method: 'POST' }), 429);
      } finally {
        await strict.stop();
      }
    });

    test.each(rows)('with %d for %s', async (status, _title, request) => {
      const response = await send(app.port, request);
      expectTable(response, status);
      const isSharedView = status === 200 && (request.target ?? '/') === '/';
      expect(response.headers['cache-control']).toBe(isSharedView ? 'private, no-cache' : 'no-store');
    });

    function expectTable(response: RawResponse, status: number): void {
      expect(response.status).toBe(status);
      expect(response.headers).toMatchObject({
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.any(String),
        vary: 'Accept, Origin',
        'x-request-id': expect.any(String),
      });
      expect(response.headers).not.toHaveProperty('x-powered-by');
    }

    test('with 500 for an unexpected error, which is hidden from the client and logged once', async () => {
      app.store.list = () => Promise.reject(new Error('secret detail'));
      const response = await send(app.port, { target: '/entries', headers: [['X-Request-Id', 'failing']] });
      expect(response.status).toBe(500);
      expect(response.headers['content-security-policy']).toContain("default-src 'none'");
      expect(response.body).not.toContain('secret');
      const lines = () => app.logged.filter(({ requestId }) => requestId === 'failing');
      await until(() => lines().length > 0);
      expect(lines()).toMatchObject([{ level: 'error', status: 500, err: { message: 'secret detail' } }]);
    });
  });
});
