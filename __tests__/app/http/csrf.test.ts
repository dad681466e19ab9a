import { type RawRequest, send } from '../../support/http/raw-http';
import { startApp, type TestApp } from '../../support/http/test-app';

const partner = 'https://partner.example';
let app: TestApp;
beforeAll(async () => {
  app = await startApp({ settings: { allowedOrigins: [partner], trustedProxies: 1 } });
});
afterAll(() => app.stop());

async function postFrom(host: string | null, headers: RawRequest['headers'] = []): Promise<number> {
  const type = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
  const body = 'username=zoe&digits=00000001';
  const version = host === null ? '1.0' : '1.1';
  return (await send(app.port, { method: 'POST', host, version, body, headers: [type, ...headers] })).status;
}

describe('Protection against cross-site posts', () => {
  test.each([
    ['app.example', 'http://app.example'],
    ['app.example', 'https://app.example'],
    ['app.example:80', 'http://app.example'],
    ['app.example:443', 'https://app.example'],
    ['app.example', 'https://app.example:443'],
    ['app.example:5000', 'http://app.example:5000'],
    ['APP.Example:5000', 'http://app.example:5000'],
    ['app.example', 'HTTP://APP.EXAMPLE'],
    ['127.0.0.1:5000', 'http://127.0.0.1:5000'],
    ['[::1]:5000', 'http://[::1]:5000'],
    ['app.example', partner],
    // CloudFront terminates TLS and forwards Host.
    ['d111111abcdef8.cloudfront.net', 'https://d111111abcdef8.cloudfront.net'],
  ])('accepts a post to the host %s with the Origin %s', async (host, origin) => {
    expect(await postFrom(host, [['Origin', origin]])).toBe(303);
  });

  test.each([
    ['app.example', 'http://evil.example'],
    ['app.example', 'http://app.example.evil.example'],
    ['app.example', 'http://sub.app.example'],
    ['app.example', 'http://app.example:5000'],
    ['app.example:5000', 'http://app.example'],
    ['app.example', 'http://app.example/'],
    ['app.example', 'http://user@app.example'],
    ['app.example', 'app.example'],
    ['app.example', 'file://app.example'],
    ['app.example', 'http://partner.example'],
    ['app.example', `${partner}.evil.example`],
    ['d111111abcdef8.cloudfront.net', 'https://d222222abcdef8.cloudfront.net'],
    ['app.example', 'null'],
    ['app.example', ''],
    ['', 'http://app.example'],
    ['', 'http://'],
    [null, 'http://app.example'],
    [null, partner],
  ])('rejects a post to the host %j with the Origin %j', async (host, origin) => {
    expect(await postFrom(host, [['Origin', origin]])).toBe(403);
  });

  test('rejects a post with a repeated Origin, even if the origin is allowed', async () => {
    for (const origin of ['http://app.example', partner]) {
      expect(
        await postFrom('app.example', [
          ['Origin', origin],
          ['Origin', origin],
        ]),
      ).toBe(403);
    }
  });

  describe('with Origin null', () => {
    test.each([
      [303, 'same-origin', undefined],
      [303, 'none', undefined],
      [303, 'same-origin', 'http://evil.example/'],
      [403, 'same-site', undefined],
      [403, 'cross-site', undefined],
      [403, '', undefined],
      [403, 'cross-site', 'http://app.example/'],
      [303, undefined, 'http://app.example/'],
      [303, undefined, 'https://APP.example:443/profiles?x=1'],
      [403, undefined, 'http://app.example:5000/'],
      [403, undefined, 'http://app.example.evil.example/'],
      [403, undefined, 'http://app.example@evil.example/'],
      [403, undefined, `${partner}/`],
      [403, undefined, 'about:blank'],
      [403, undefined, ''],
      [403, undefined, undefined],
    ])('returns %d if Sec-Fetch-Site is %j and Referer is %j', async (status, site, referer) => {
      const others = [
        ['Sec-Fetch-Site', site],
        ['Referer', referer],
      ].filter((field): field is [string, string] => field[1] !== undefined);
      expect(await postFrom('app.example', [['Origin', 'null'], ...others])).toBe(status);
    });

    test('rejects a post with a repeated Origin, and a post without Host', async () => {
      const own = ['Sec-Fetch-Site', 'same-origin'] as const;
      expect(await postFrom('app.example', [['Origin', 'null'], ['Origin', 'null'], own])).toBe(403);
      expect(await postFrom(null, [['Origin', 'null'], own])).toBe(403);
    });
  });

  test('ignores X-Forwarded-Host, even behind a trusted proxy', async () => {
    const headers = [
      ['Origin', 'http://evil.example'],
      ['X-Forwarded-Host', 'evil.example'],
    ] as const;
    expect(await postFrom('app.example', headers)).toBe(403);
  });

  test.each([
    [undefined, 303],
    ['same-origin', 303],
    ['none', 303],
    ['same-site', 403],
    ['cross-site', 403],
    ['', 403],
    ['same-origin, none', 403],
  ])('if Origin is missing and Sec-Fetch-Site is %j, returns %d', async (site, status) => {
    expect(await postFrom('app.example', site === undefined ? [] : [['Sec-Fetch-Site', site]])).toBe(status);
  });
});

describe('CORS', () => {
  test.each(['/', '/health', '/nowhere', '/events'])(
    'lets an allowed origin read %s, without credentials',
    async (target) => {
      const { headers } = await send(app.port, { method: 'HEAD', target, headers: [['Origin', partner]] });
      expect(headers['access-control-allow-origin']).toBe(partner);
      expect(headers['access-control-expose-headers']).toContain('Link');
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  test.each(['http://evil.example', 'null', '', 'http://app.example'])(
    'adds no CORS header fields for the Origin "%s"',
    async (origin) => {
      const { headers } = await send(app.port, { headers: [['Origin', origin]] });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  const preflight = (origin: string, target = '/') =>
    send(app.port, {
      method: 'OPTIONS',
      target,
      headers: [
        ['Origin', origin],
        ['Access-Control-Request-Method', 'POST'],
        ['Access-Control-Request-Headers', 'content-type'],
      ],
    });

  test('accepts the preflight of an allowed origin', async () => {
    const { status, headers } = await preflight(partner);
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': partner,
      'access-control-allow-methods': 'GET, HEAD, OPTIONS, POST',
      'access-control-allow-headers':
        'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, X-Request-Id',
      vary: 'Accept, Origin',
    });
  });

  test.each(['http://evil.example', 'null', ''])(
    'rejects the preflight of the origin "%s" with 403',
    async (origin) => {
      const { status, headers } = await preflight(origin);
      expect(status).toBe(403);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
  );

  test('returns 404 for a preflight of an unknown path', async () => {
    expect((await preflight('http://evil.example', '/nowhere')).status).toBe(404);
  });
});
