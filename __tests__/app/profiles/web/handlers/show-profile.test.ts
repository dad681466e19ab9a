import { picture } from '../../../../support/http/multipart';
import { bearer, cookieOf, ProfilesClient, partsOf, wrongToken, zoe } from '../../../../support/http/profiles-client';

describe('GET /profiles/:id', () => {
  let client: ProfilesClient;
  beforeEach(async () => {
    client = await ProfilesClient.start();
  });
  afterEach(() => client.stop());

  describe('without a token', () => {
    const secrets = [zoe.email, zoe.phone, '7946'];

    test('hides the email address and the phone number, as the list does', async () => {
      const { profile } = await client.add({}, 'me.png');
      for (const target of ['/profiles', `/profiles/${profile.id}`, '/profiles?q=zoe@example.com']) {
        for (const accept of ['text/html', 'application/json']) {
          const { body, headers } = await client.get(target, ['Accept', accept]);
          const response = body + JSON.stringify(headers);
          // The page of search results repeats the search text, which is here the first secret: the email address.
          const hidden = target.includes('q=') ? secrets.slice(1) : secrets;
          for (const secret of hidden) expect(response).not.toContain(secret);
        }
      }
    });

    test('returns the public fields as JSON', async () => {
      const { profile } = await client.add({}, 'me.png');
      const { id, createdAt, name, about } = profile;
      const sha256 = client.profiles.lastFile?.sha256;
      const file = { name: 'me.png', href: `/profiles/${id}/file`, size: picture.length, type: 'image/png', sha256 };
      expect(await client.getJson(`/profiles/${id}`)).toEqual({ id, createdAt, name, about, file });
    });

    test('shows the public fields on a page', async () => {
      const { profile } = await client.add({}, 'me.png');
      const { body } = await client.get(`/profiles/${profile.id}`);
      expect(body).toContain(`<img class="picture" src="/profiles/${profile.id}/file"`);
      expect(body).toContain(`PNG image, ${Math.round(picture.length / 1024)} KiB`);
      expect(body).toContain('Hello\nthere');
    });

    test.each(['', 'x', 'created.x', wrongToken, `created.${wrongToken}`])(
      'shows no management link for the cookie "%s"',
      async (value) => {
        const { profile } = await client.add();
        const { status, body } = await client.get(`/profiles/${profile.id}`, ['Cookie', `manage=${value}`]);
        expect([status, body.includes('manage=')]).toEqual([200, false]);
      },
    );
  });

  test('shows the public page to a client that sends Basic credentials, for example for a proxy', async () => {
    const { profile } = await client.add();
    const { status } = await client.get(`/profiles/${profile.id}`, ['Authorization', 'Basic YTpi']);
    expect(status).toBe(200);
  });

  describe('with the token', () => {
    test('shows all fields, as a form and as JSON', async () => {
      const { profile, token } = await client.add({}, 'me.png');
      const target = `/profiles/${profile.id}`;
      const { body } = await client.get(`${target}?manage=${token}`);
      for (const value of [zoe.email, zoe.phone]) expect(body).toContain(`value="${value}"`);
      const json = await client.getJson(`${target}?manage=${token}`);
      expect(json).toMatchObject({ ...zoe, file: { name: 'me.png', size: picture.length } });
      expect(await client.getJson(target, bearer(token))).toEqual(json);
    });

    test('forbids browsers from caching the page and from sending its address as the Referer', async () => {
      const { profile, token } = await client.add();
      const { headers } = await client.get(`/profiles/${profile.id}?manage=${token}`);
      expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'strict-origin']);
    });
  });

  test('escapes HTML in all fields', async () => {
    const hostile = `"><script>alert(1)</script>`;
    const details = { name: hostile, email: hostile, phone: hostile, about: hostile };
    const { profile, token } = await client.add(details, 'a.png');
    for (const target of ['/profiles', `/profiles/${profile.id}`, `/profiles/${profile.id}?manage=${token}`]) {
      const { body } = await client.get(target);
      expect(body).toContain('&lt;script&gt;alert');
      expect(body).not.toContain('<script>alert');
    }
  });

  test('shows a management link with https and the requested host behind TLS', async () => {
    const secure = await ProfilesClient.start({ settings: { behindTls: true, trustedProxies: 1 } });
    const created = await secure.postParts('/profiles', partsOf(zoe));
    const forwarded = ['X-Forwarded-Host', 'evil.example'] as const;
    const { body } = await secure.get(created.headers.location ?? '', cookieOf(created), forwarded);
    await secure.stop();
    expect(body).toContain('https://app.example/profiles/');
  });
});
