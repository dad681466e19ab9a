import { createPostLimiter, maxClients } from '../../../../app/http/limits/rate-limit';
import { post, send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';

const entry = '{"username":"zoe","digits":"00000001"}';

describe('Rate limit for posts', () => {
  // The monotonic clock is stopped, so the time left in a window is the same on every machine.
  beforeEach(() => jest.spyOn(performance, 'now').mockReturnValue(0));
  afterEach(() => jest.restoreAllMocks());

  describe('behind a trusted proxy', () => {
    let app: TestApp;
    beforeEach(async () => {
      app = await startApp({ settings: { postsPerMinute: 2, trustedProxies: 1 } });
    });
    afterEach(() => app.stop());

    const from = (address: string) => [['X-Forwarded-For', address] as const];

    test('reports the number of remaining posts, then rejects a post with 429 and the time to wait', async () => {
      const responses = [await post(app.port, entry), await post(app.port, entry), await post(app.port, entry)];
      expect(responses.map(({ status }) => status)).toEqual([201, 201, 429]);
      expect(responses.map(({ headers }) => headers.ratelimit)).toEqual([
        '"posts";r=1;t=60',
        '"posts";r=0;t=60',
        '"posts";r=0;t=60',
      ]);
      expect(responses.map(({ headers }) => headers['ratelimit-policy'])).toEqual(Array(3).fill('"posts";q=2;w=60'));
      expect(responses[2]?.headers['retry-after']).toBe('60');
    });

    test('counts every post, before origin, type, size and fields are checked', async () => {
      expect((await post(app.port, entry, [['Origin', 'null']])).status).toBe(403);
      expect((await post(app.port, entry, [['Content-Type', 'text/plain']])).status).toBe(415);
      expect(
        (
          await send(app.port, {
            method: 'POST',
            headers: [
              ['Origin', 'null'],
              ['Content-Length', '99999'],
            ],
          })
        ).status,
      ).toBe(429);
    });

    test.each([
      [404, { target: '/nowhere' }],
      [405, { target: '/health' }],
      [400, { host: null }],
      [417, { headers: [['Expect', 'wonders']] as const }],
    ])(
      'counts a post that is rejected with %d; above the limit, such a post still returns this status, not 429',
      async (status, request) => {
        const responses = [];
        for (let posts = 0; posts < 3; posts++) responses.push(await send(app.port, { method: 'POST', ...request }));
        expect(responses.map((response) => [response.status, response.headers.ratelimit])).toEqual([
          [status, '"posts";r=1;t=60'],
          [status, '"posts";r=0;t=60'],
          [status, '"posts";r=0;t=60'],
        ]);
        expect((await post(app.port, entry)).status).toBe(429);
      },
    );

    test('does not count requests with methods other than POST', async () => {
      for (const method of ['GET', 'HEAD', 'OPTIONS', 'DELETE']) {
        expect((await send(app.port, { method })).headers).not.toHaveProperty('ratelimit');
      }
      expect((await post(app.port, entry)).headers.ratelimit).toBe('"posts";r=1;t=60');
    });

    test('counts posts by the client address that the first of two proxies reports, not by a forged address', async () => {
      const behindCdn = await startApp({ settings: { postsPerMinute: 2, trustedProxies: 2 } });
      const posts = (...addresses: readonly string[]) => post(behindCdn.port, entry, from(addresses.join(', ')));
      const [cdn, otherEdge] = ['130.176.0.1', '130.176.9.9'];
      const responses = [
        await posts('203.0.113.1', cdn),
        await posts('198.51.100.7', '203.0.113.1', otherEdge),
        await posts('203.0.113.9', cdn),
        await posts('2001:db8:0:9::1', cdn),
      ];
      await behindCdn.stop();
      expect(responses.map(({ headers }) => headers.ratelimit)).toEqual([
        '"posts";r=1;t=60',
        '"posts";r=0;t=60',
        '"posts";r=1;t=60',
        '"posts";r=1;t=60',
      ]);
    });

    test.each([
      ['the same last forwarded address', '203.0.113.1', '198.51.100.7, 203.0.113.1'],
      ['an address, and the same address mapped to IPv6', '203.0.113.2', '::ffff:203.0.113.2'],
      ['the same address with another port', '203.0.113.5:50001', '203.0.113.5:50002'],
      ['the same address without and with a port', '203.0.113.6', '203.0.113.6:50002'],
      ['two IPv6 addresses with ports in the same /64', '[2001:db8:0:3::1]:50001', '[2001:db8:0:3::2]:50002'],
      ['the same IPv6 address without and with brackets', '2001:db8:0:4::1', '[2001:db8:0:4::1]'],
      ['an address, and the same address mapped to IPv6 with a port', '203.0.113.7', '[::ffff:203.0.113.7]:443'],
      ['the same address without and with spaces around it', '203.0.113.8', '  203.0.113.8  '],
      ['two unknown forwarded addresses from the same peer', 'unknown', '_hidden:443'],
      ['two empty forwarded addresses from the same peer', '', '203.0.113.9, '],
      ['two numbers instead of forwarded addresses from the same peer', '17', '0x7f.1'],
      ['two IPv6 addresses in the same /64', '2001:db8:0:1::1', '2001:db8:0:1:ffff::2'],
      ['two invalid forwarded addresses from the same peer', 'nonsense', 'other nonsense'],
    ])('attributes two posts to the same client: %s', async (_title, one, other) => {
      await post(app.port, entry, from(one));
      expect((await post(app.port, entry, from(other))).headers.ratelimit).toMatch('r=0');
    });

    test.each([
      ['two IPv4 addresses', '203.0.113.3', '203.0.113.4'],
      ['two IPv6 addresses in different /64s', '2001:db8:0:1::1', '2001:db8:0:2::1'],
    ])('attributes two posts to different clients: %s', async (_title, one, other) => {
      await post(app.port, entry, from(one));
      expect((await post(app.port, entry, from(other))).headers.ratelimit).toMatch('r=1');
    });
  });

  test('ignores a forwarded address without a trusted proxy', async () => {
    const app = await startApp({ settings: { postsPerMinute: 2 } });
    await post(app.port, entry, [['X-Forwarded-For', '203.0.113.1']]);
    const response = await post(app.port, entry, [['X-Forwarded-For', '203.0.113.2']]);
    await app.stop();
    expect(response.headers.ratelimit).toMatch('r=0');
  });

  test('does not last longer if the system clock is set back', async () => {
    const app = await startApp({ settings: { postsPerMinute: 1 } });
    await post(app.port, entry);
    const now = Date.now();
    jest.spyOn(Date, 'now').mockImplementation(() => now - 3_600_000);
    const { status, headers } = await post(app.port, entry);
    await app.stop();
    expect([status, headers['retry-after']]).toEqual([429, '60']);
  });
});

describe('Rate limit window', () => {
  let time = 0;
  const createLimit = () => {
    const { count, reject } = createPostLimiter({ postsPerMinute: 1, now: () => time });
    return async (ip: string) => {
      const ctx = { method: 'POST', ip, state: {}, set: () => {} } as unknown as Parameters<typeof count>[0];
      try {
        await count(ctx, async () => {});
        await reject(ctx, async () => {});
        return 'accepted';
      } catch {
        return 'rejected';
      }
    };
  };

  test('ends after a minute: rejected posts do not extend it', async () => {
    const postAt = createLimit();
    const outcomes = [];
    for (time of [0, 30_000, 59_999, 60_000, 60_001]) outcomes.push(await postAt('203.0.113.1'));
    expect(outcomes).toEqual(['accepted', 'rejected', 'rejected', 'accepted', 'rejected']);
  });

  test(`is deleted if it is the oldest of more than ${maxClients} windows`, async () => {
    const postFrom = createLimit();
    const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
    for (let n = 0; n < maxClients; n++) await postFrom(address(n));
    expect(await postFrom(address(0))).toBe('rejected');
    await postFrom(address(maxClients));
    expect([await postFrom(address(1)), await postFrom(address(0))]).toEqual(['rejected', 'accepted']);
  });

  test('becomes the newest window when it begins again, so that it is deleted last', async () => {
    const postFrom = createLimit();
    time = 0;
    await postFrom('203.0.113.1');
    await postFrom('203.0.113.2');
    time = 60_000;
    await postFrom('203.0.113.1');
    for (let n = 0; n < maxClients - 1; n++) await postFrom(`10.1.${n >> 8}.${n & 255}`);
    expect(await postFrom('203.0.113.1')).toBe('rejected');
  });
});
