import { CommitUncertain } from '../../../../../app/profiles/unavailable';
import type { Part } from '../../../../support/http/multipart';
import { cookieOf, ProfilesClient, partsOf, picturePart, zoe } from '../../../../support/http/profiles-client';

let client: ProfilesClient;
beforeEach(async () => {
  client = await ProfilesClient.start();
});
afterEach(() => client.stop());

/** Returns the retry token in a form. */
const retryTokenIn = (page: string) => /name="attempt" value="([^"]+)"/.exec(page)?.[1] ?? '';

/** Returns the id and the management token of the only stored profile. */
function storedProfile() {
  const [{ id = '' } = {}] = client.profiles.profiles;
  return { id, token: client.profiles.tokens.get(id) ?? '' };
}

describe('GET /profiles/new', () => {
  test('sets a cookie to test whether the browser accepts cookies', async () => {
    const { headers, body } = await client.get('/profiles/new');
    expect(headers['set-cookie']).toBe('cookies=1; Path=/profiles; Max-Age=86400; HttpOnly; SameSite=Strict');
    expect(body).toContain('<input type="hidden" name="cookies" value="1">');
  });

  test('contains a new retry token in each response', async () => {
    const [first, second] = [await client.get('/profiles/new'), await client.get('/profiles/new')];
    expect(retryTokenIn(first.body)).toMatch(/^[0-9a-f-]{36}\.[\w-]{43}$/);
    expect(second.body).not.toContain(retryTokenIn(first.body));
  });

  test('returns HTML to every client', async () => {
    expect((await client.get('/profiles/new', ['Accept', 'image/png'])).status).toBe(200);
  });
});

describe('POST /profiles with JSON', () => {
  test('returns the profile with its management token', async () => {
    const { status, headers, body } = await client.postJson('/profiles', zoe);
    const { id, token, ...rest } = JSON.parse(body);
    expect([status, headers.location]).toEqual([201, `/profiles/${id}`]);
    expect(rest).toEqual({
      ...zoe,
      createdAt: expect.any(String),
      file: null,
      manage: `/profiles/${id}?manage=${token}`,
    });
    expect(client.profiles.tokens.get(id)).toBe(token);
  });

  test('returns 422 with all invalid fields', async () => {
    const { status, body } = await client.postJson('/profiles', { email: 1 });
    const fields = JSON.parse(body).errors.map(({ field }: { field: string }) => field);
    expect([status, fields]).toEqual([422, ['name', 'email']]);
  });

  test('returns 503 if the stores are down', async () => {
    client.profiles.goDown();
    expect((await client.postJson('/profiles', zoe)).status).toBe(503);
  });
});

describe('POST /profiles with a form', () => {
  test.each([
    ['multipart', () => client.postParts('/profiles', partsOf(zoe))],
    ['urlencoded', () => client.postForm('/profiles', zoe)],
  ])(
    'redirects a %s form to a page that shows the management link once and has no token in its address',
    async (_title, submit) => {
      const response = await submit();
      const { id, token } = storedProfile();
      expect([response.status, response.headers.location]).toEqual([303, `/profiles/${id}`]);
      expect(response.headers['set-cookie']).toBe(
        `manage=created.${token}; Path=/profiles/${id}; Max-Age=60; HttpOnly; SameSite=Strict`,
      );
      const page = await client.get(`/profiles/${id}`, cookieOf(response));
      expect(page.body).toContain(`http://app.example/profiles/${id}?manage=${token}`);
      expect(page.body).toContain('It is shown only once. Save it now.');
      expect(page.headers['set-cookie']).toMatch(/^manage=; .*Max-Age=0;/);
      expect((await client.get(`/profiles/${id}`)).body).not.toContain(token);
    },
  );

  test('shows the management link without a redirect if the test cookie is missing; the address does not contain the token', async () => {
    const retryToken = retryTokenIn((await client.get('/profiles/new')).body);
    const fields = { ...zoe, cookies: '1', attempt: retryToken };
    const { status, headers, body } = await client.postParts('/profiles', [...partsOf(fields), picturePart]);
    const { id, token } = storedProfile();
    expect([status, headers.location]).toEqual([201, `/profiles/${id}`]);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(headers).not.toHaveProperty('set-cookie');
    expect(body).toContain(`<a href="http://app.example/profiles/${id}?manage=${token}">`);
    expect(body).toContain(`data-address="/profiles/${id}"`);
    expect(body).not.toContain(zoe.email);
    // Reloading the page sends the form again. The retry token then finds this profile.
    expect([`${id}.${token}`, client.profiles.retryTokens[0]?.source]).toEqual([retryToken, 'form']);
  });

  test('redirects if the request has the test cookie', async () => {
    const cookie = cookieOf(await client.get('/profiles/new'));
    const { status, body } = await client.postParts('/profiles', partsOf({ ...zoe, cookies: '1' }), cookie);
    expect([status, body.includes('manage=')]).toEqual([303, false]);
  });

  test('sets a Secure cookie behind TLS', async () => {
    const secure = await ProfilesClient.start({ settings: { behindTls: true } });
    const { headers } = await secure.postParts('/profiles', partsOf(zoe));
    await secure.stop();
    expect(headers['set-cookie']).toMatch(/; Secure$/);
  });

  test('returns 422 for invalid fields, with the form, the values, and each error next to its field', async () => {
    const fields = partsOf({ name: 'Zoë "Z" <b>', email: 'nowhere', about: 'A\n<b>' });
    const { status, body } = await client.postParts('/profiles', [...fields, picturePart]);
    expect(status).toBe(422);
    expect(body).toContain('value="Zoë &quot;Z&quot; &lt;b&gt;"');
    expect(body).toContain('A\n&lt;b&gt;</textarea>');
    expect(body).toMatch(/id="email-error">.*one e-mail address/);
    expect(body).toMatch(/aria-describedby="email-hint email-error" aria-invalid="true"/);
    expect(body).toContain('<a href="#file">File: The file was not saved. Choose it again.</a>');
    expect(body).toMatch(/type="file" [^>]*aria-describedby="file-hint file-error" aria-invalid="true"/);
    expect(client.profiles.files.pending.size).toBe(0);
  });

  test('returns 415 for an invalid file, with the form and the values of the fields', async () => {
    const program = { ...picturePart, value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]) };
    const { status, body } = await client.postParts('/profiles', [...partsOf(zoe), program]);
    expect(status).toBe(415);
    expect(body).toContain('value="zoe@example.com"');
    expect(body).toMatch(/id="file-error">.*PNG/);
  });

  const manyFields = Array.from({ length: 20 }, (_, index) => ({ name: `x${index}`, value: '' }));
  const klingon = { name: 'x', value: '', type: 'text/plain; charset=klingon' };
  const longText = 'Hello '.repeat(5_000);

  test.each<[string, Part[], number, string]>([
    ['two files', [picturePart, picturePart], 400, 'Send only one.'],
    [
      'a file in a part with another name',
      [{ ...picturePart, name: 'picture' }],
      400,
      'The part that contains the file has the wrong name.',
    ],
    ['too many fields', manyFields, 400, 'too many fields. Send at most 20.'],
    ['a field that is too long', [{ name: 'about', value: longText }], 413, longText],
    ['a field in an unknown charset', [klingon], 415, 'klingon'],
  ])('returns the form with all values and the error if the form has %s', async (_title, parts, expected, text) => {
    const { name, email, phone } = zoe;
    const allParts = [...partsOf({ name, email }), ...parts, ...partsOf({ phone })];
    const { status, body } = await client.postParts('/profiles', allParts);
    expect(status).toBe(expected);
    for (const value of [name, email, phone]) expect(body).toContain(`value="${value}"`);
    expect(body).toContain(text);
    expect(client.profiles.files.pending.size).toBe(0);
  });

  test('returns the form with 503 if the stores are down', async () => {
    client.profiles.goDown();
    const { status, headers, body } = await client.postForm('/profiles', zoe);
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body).toContain('value="zoe@example.com"');
    expect(body).toMatch(/role="alert"[^>]*>Profiles are not available/);
  });

  test('returns 403 for a form from another site, and counts it toward the rate limit', async () => {
    const { status, headers } = await client.postForm('/profiles', zoe, ['Origin', 'https://evil.example']);
    expect([status, headers.ratelimit]).toEqual([403, expect.stringMatching(/^"posts";r=/)]);
    expect(client.profiles.profiles).toEqual([]);
  });
});

describe('POST /profiles whose outcome is unknown', () => {
  const withKey = (value: string) => ['Idempotency-Key', value] as const;
  const key = '8e03978e-40d5-43dd-bc93-6894a57f9324';
  beforeEach(() => {
    client.profiles.failure = new CommitUncertain(new Error('lost'), 'It is unknown whether it was saved.');
  });

  test('returns a form for a retry, which still works after the user has submitted the form with an invalid field', async () => {
    const failed = await client.postParts('/profiles', partsOf(zoe));
    expect([failed.status, failed.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(failed.body).toMatch(/role="alert"[^>]*>It is unknown whether it was saved\. Press Save again/);
    const retryToken = retryTokenIn(failed.body);
    client.profiles.failure = null;
    const wrong = await client.postParts('/profiles', partsOf({ ...zoe, email: 'none', attempt: retryToken }));
    expect([wrong.status, retryTokenIn(wrong.body)]).toEqual([422, retryToken]);
    const { status, headers } = await client.postParts('/profiles', partsOf({ ...zoe, attempt: retryToken }));
    expect([status, headers.location]).toEqual([303, `/profiles/${retryToken.split('.')[0]}`]);
    const used = client.profiles.retryTokens.map(({ id, token, source }) => [`${id}.${token}`, source]);
    expect(used).toEqual([[retryToken, 'form']]);
  });

  test('advises a program with an Idempotency-Key to retry the request', async () => {
    const { status, body } = await client.postJson('/profiles', zoe, withKey(key));
    expect([status, JSON.parse(body).detail]).toEqual([503, expect.stringMatching(/same Idempotency-Key/)]);
  });

  test('advises a program without an Idempotency-Key to send one', async () => {
    const { body } = await client.postJson('/profiles', zoe);
    expect(JSON.parse(body).detail).toMatch(/with an Idempotency-Key can be retried/);
  });

  test('derives the same retry token from the same body and Idempotency-Key, whether or not the key is quoted', async () => {
    client.profiles.failure = null;
    for (const value of [key, `"${key}"`]) {
      expect((await client.postJson('/profiles', zoe, withKey(value))).status).toBe(201);
    }
    await client.postJson('/profiles', { ...zoe, about: 'Other' }, withKey(key));
    await client.postJson('/profiles', zoe, withKey(`${key}2`));
    const [one, same, otherBody, otherKey] = client.profiles.retryTokens;
    expect([one?.source, same]).toEqual(['key', one]);
    expect([otherBody?.id === one?.id, otherBody?.token === one?.token]).toEqual([true, false]);
    expect([otherKey?.id === one?.id, otherKey?.token === one?.token]).toEqual([false, false]);
  });

  test.each(['short', '', 'two words and more'])('returns 400 for the Idempotency-Key %p', async (value) => {
    expect((await client.postJson('/profiles', zoe, withKey(value))).status).toBe(400);
    expect(client.profiles.retryTokens).toEqual([]);
  });
});
