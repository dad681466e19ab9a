import { Readable } from 'node:stream';
import { Problem } from '../../../../app/http/problem';
import type { CreatedProfile } from '../../../../app/profiles/profile-service';
import { CommitUncertain, MigrationMissing } from '../../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import { startApp, type TestApp } from '../../../support/http/app-server';
import { multipartType, type Part, picture, writeMultipart } from '../../../support/http/multipart';
import { post, type RawAnswer, send } from '../../../support/http/raw-http';
import { until } from '../../../support/jest/until';
import { MemoryProfiles } from '../../../support/stores/memory-profiles';

type HeaderField = readonly [name: string, value: string];

let profiles: MemoryProfiles;
let app: TestApp;
beforeEach(async () => {
  profiles = new MemoryProfiles();
  app = await startApp({ profiles });
});
afterEach(() => app.stop());

const acceptJson = ['Accept', 'application/json'] as const;
const jsonType = ['Content-Type', 'application/json'] as const;
const formType = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const nobody = '123e4567-e89b-42d3-a456-426614174000';
const otherToken = 'A'.repeat(43);
const zoe = { name: 'Zoë', email: 'zoe@example.com', phone: '+44 20 7946 0000', about: 'Hello\nthere' };

async function add(details: Partial<typeof zoe> = {}, fileName?: string): Promise<CreatedProfile> {
  const { signal } = new AbortController();
  const file = fileName === undefined ? null : await profiles.receive(fileName, Readable.from([picture]), signal);
  return profiles.create({ ...zoe, ...details }, file);
}

const get = (target: string, ...headers: HeaderField[]) => send(app.port, { target, headers });
const getJson = async (target: string, ...headers: HeaderField[]) =>
  JSON.parse((await get(target, acceptJson, ...headers)).body);

function postForm(target: string, fields: Record<string, string>, ...headers: HeaderField[]) {
  const body = new URLSearchParams(fields).toString();
  return send(app.port, { method: 'POST', target, headers: [formType, ...headers], body });
}

function postJson(target: string, value: object, ...headers: HeaderField[]) {
  return send(app.port, { method: 'POST', target, headers: [jsonType, ...headers], body: JSON.stringify(value) });
}

function postParts(target: string, parts: readonly Part[], ...headers: HeaderField[]) {
  return send(app.port, { method: 'POST', target, headers: [multipartType, ...headers], body: writeMultipart(parts) });
}

const partsOf = (fields: Record<string, string>) => Object.entries(fields).map(([name, value]) => ({ name, value }));
const bearer = (token: string) => ['Authorization', `Bearer ${token}`] as const;
const cookieOf = ({ headers }: RawAnswer) => ['Cookie', headers['set-cookie']?.split(';')[0] ?? ''] as const;

describe('GET /profiles', () => {
  test('lists the newest first, in pages, and leads from one to the next', async () => {
    for (const name of ['Ada', 'Grace', 'Zoë']) await add({ name });
    const first = await get('/profiles?limit=2', acceptJson);
    const { profiles: newest, next } = JSON.parse(first.body);
    expect(newest.map(({ name }: { name: string }) => name)).toEqual(['Zoë', 'Grace']);
    expect(first.headers.link).toBe(`</profiles?limit=2&before=${next}>; rel="next"`);
    const last = await get(`/profiles?limit=2&before=${next}`, acceptJson);
    expect(JSON.parse(last.body)).toMatchObject({ profiles: [{ name: 'Ada' }], next: null });
    expect(last.headers).not.toHaveProperty('link');
  });

  test('searches by name, and the pages of a search keep to it', async () => {
    for (const name of ['Ada Lovelace', 'Grace', 'Ada & Co', 'Ada']) await add({ name });
    const { headers, body } = await get('/profiles?q=%20Ada%20&limit=2');
    expect(body).not.toContain('Grace');
    expect(headers.link).toMatch(/^<\/profiles\?q=Ada&limit=2&before=/);
    expect(body).toMatch(/href="\/profiles\?q=Ada&amp;limit=2&amp;before=[^"]+">Older/);
  });

  test('shows what was searched for as text', async () => {
    const { body } = await get(`/profiles?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(body).toContain('&quot;&gt;&lt;script&gt;');
    expect(body).not.toContain('<script>alert');
  });

  test.each([
    'limit=0',
    'limit=101',
    'limit=1&limit=2',
    'before=x',
    `before=${Buffer.from('2026-11-21T07:42:43.000001Z x').toString('base64url')}`,
    'q=a&q=b',
    'q=%00',
    `q=${'a'.repeat(65)}`,
  ])('?%s is 400', async (query) => {
    expect((await get(`/profiles?${query}`, acceptJson)).status).toBe(400);
  });

  test.each(['/profiles', `/profiles/new`])('%s is 406 for whoever takes only pictures', async (target) => {
    expect((await get(target, ['Accept', 'image/png'])).status).toBe(target === '/profiles' ? 406 : 200);
  });
});

describe('strangers', () => {
  const secrets = [zoe.email, zoe.phone, '7946'];

  test('see neither e-mail nor phone, on no page and in no format', async () => {
    const { profile } = await add({}, 'me.png');
    for (const target of ['/profiles', `/profiles/${profile.id}`, '/profiles?q=zoe@example.com']) {
      for (const accept of ['text/html', 'application/json']) {
        const { body, headers } = await get(target, ['Accept', accept]);
        const told = body + JSON.stringify(headers);
        for (const secret of target.includes('q=') ? secrets.slice(1) : secrets) expect(told).not.toContain(secret);
      }
    }
  });

  test('see the rest of a profile', async () => {
    const { profile } = await add({}, 'me.png');
    const { id, createdAt, name, about } = profile;
    const sha256 = [...profiles.records.values()][0]?.sha256;
    const href = `/profiles/${id}/file`;
    expect(await getJson(`/profiles/${id}`)).toEqual({
      id,
      createdAt,
      name,
      about,
      file: { name: 'me.png', href, size: picture.length, type: 'image/png', sha256 },
    });
    const { body } = await get(`/profiles/${id}`);
    expect(body).toContain(`<img class="picture" src="${href}"`);
    expect(body).toContain(`PNG image, ${Math.round(picture.length / 1024)} KiB`);
    expect(body).toContain('Hello\nthere');
  });

  test('see HTML in any field as text', async () => {
    const hostile = `"><script>alert(1)</script>`;
    const { profile, token } = await add({ name: hostile, email: hostile, phone: hostile, about: hostile }, 'a.png');
    for (const target of ['/profiles', `/profiles/${profile.id}`, `/profiles/${profile.id}?manage=${token}`]) {
      const { body } = await get(target);
      expect(body).toContain('&lt;script&gt;alert');
      expect(body).not.toContain('<script>alert');
    }
  });

  test.each([
    ['GET', `/profiles/${nobody}`],
    ['GET', `/profiles/${nobody.toUpperCase()}`],
    ['GET', '/profiles/1'],
    ['GET', '/profiles/'],
    ['GET', '/profiles/new/'],
    ['GET', `/profiles/${nobody}/delete/`],
  ])('get 404 for %s %s', async (method, target) => {
    expect((await send(app.port, { method, target })).status).toBe(404);
  });

  test.each([`/profiles/${nobody}`, '/profiles?limit=0'])(
    'are led from the error at %s to all profiles',
    async (target) => {
      expect((await get(target)).body).toContain('class="button" href="/profiles">All profiles');
    },
  );

  test.each([
    ['PUT', '/profiles', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/profiles/new', 'GET, HEAD, OPTIONS'],
    ['PATCH', `/profiles/${nobody}`, 'DELETE, GET, HEAD, OPTIONS, POST'],
    ['DELETE', `/profiles/${nobody}/file`, 'GET, HEAD, OPTIONS'],
    ['GET', `/profiles/${nobody}/delete`, 'OPTIONS, POST'],
  ])('get 405 for %s %s', async (method, target, allow) => {
    const { status, headers } = await send(app.port, { method, target });
    expect([status, headers.allow]).toEqual([405, allow]);
  });
});

const me = { name: 'file', value: picture, fileName: 'me.png' };

describe('POST /profiles', () => {
  test('of JSON answers with the profile and, this once, with its token', async () => {
    const { status, headers, body } = await postJson('/profiles', zoe);
    const { id, token, ...rest } = JSON.parse(body);
    expect([status, headers.location]).toEqual([201, `/profiles/${id}`]);
    expect(rest).toEqual({
      ...zoe,
      createdAt: expect.any(String),
      file: null,
      manage: `/profiles/${id}?manage=${token}`,
    });
    expect(profiles.tokens.get(id)).toBe(token);
  });

  test.each([
    ['of parts', () => postParts('/profiles', partsOf(zoe))],
    ['without parts', () => postForm('/profiles', zoe)],
  ])(
    'of a form %s leads to a page that shows the link once, without the token in its address',
    async (_title, send) => {
      const answer = await send();
      const [{ id = '' } = {}] = profiles.profiles;
      const token = profiles.tokens.get(id) ?? '';
      expect([answer.status, answer.headers.location]).toEqual([303, `/profiles/${id}`]);
      expect(answer.headers['set-cookie']).toBe(
        `manage=created.${token}; Path=/profiles/${id}; Max-Age=60; HttpOnly; SameSite=Strict`,
      );
      const page = await get(`/profiles/${id}`, cookieOf(answer));
      expect(page.body).toContain(`http://app.example/profiles/${id}?manage=${token}`);
      expect(page.body).toContain('It is shown only once: save it now.');
      expect(page.headers['set-cookie']).toMatch(/^manage=; .*Max-Age=0;/);
      expect((await get(`/profiles/${id}`)).body).not.toContain(token);
    },
  );

  test('of our form without its cookie shows the link at once, because no cookie could carry it to another page', async () => {
    const form = await get('/profiles/new');
    expect(form.headers['set-cookie']).toBe('cookies=1; Path=/profiles; Max-Age=86400; HttpOnly; SameSite=Strict');
    expect(form.body).toContain('<input type="hidden" name="cookies" value="1">');

    const attempt = /name="attempt" value="([^"]+)"/.exec(form.body)?.[1] ?? '';
    const answer = await postParts('/profiles', [...partsOf({ ...zoe, cookies: '1', attempt }), me]);
    const [{ id = '' } = {}] = profiles.profiles;
    const token = profiles.tokens.get(id) ?? '';
    // A reload of the response sends the same form again, which then finds this profile.
    expect([`${id}.${token}`, profiles.claims[0]?.repeat]).toEqual([attempt, 'change']);
    expect((await get('/profiles/new')).body).not.toContain(attempt);
    expect([answer.status, answer.headers.location]).toEqual([201, `/profiles/${id}`]);
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'same-origin' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.body).toContain(`<a href="http://app.example/profiles/${id}?manage=${token}">`);
    expect(answer.body).toContain(`data-address="/profiles/${id}"`);
    expect(answer.body).not.toContain(zoe.email);
  });

  test('of our form with its cookie leads to another page, as any other form does', async () => {
    const cookie = cookieOf(await get('/profiles/new'));
    const answer = await postParts('/profiles', partsOf({ ...zoe, cookies: '1' }), cookie);
    expect([answer.status, answer.body.includes('manage=')]).toEqual([303, false]);
  });

  test('behind TLS marks the cookie and the link', async () => {
    const other = await startApp({ profiles, settings: { behindTls: true } });
    const body = JSON.stringify(zoe);
    const answer = await send(other.port, {
      method: 'POST',
      target: '/profiles',
      headers: [jsonType, ['Accept', 'text/html']],
      body,
    });
    const page = await send(other.port, { target: answer.headers.location ?? '', headers: [cookieOf(answer)] });
    await other.stop();
    expect(answer.headers['set-cookie']).toMatch(/; Secure$/);
    expect(page.body).toContain('https://app.example/profiles/');
  });

  test.each(['', 'x', 'created.x', otherToken, `created.${otherToken}`])(
    'leads no one else to a link: the cookie "%s" is nothing',
    async (value) => {
      const { profile } = await add();
      const { status, body } = await get(`/profiles/${profile.id}`, ['Cookie', `manage=${value}`]);
      expect([status, body.includes('manage=')]).toEqual([200, false]);
    },
  );

  test('of a wrong form gives it back with the values, and each message beside its field', async () => {
    const parts = partsOf({ name: 'Zoë "Z" <b>', email: 'nowhere', about: 'A\n<b>' });
    const file = { name: 'file', value: picture, fileName: 'me.png' };
    const { status, body } = await postParts('/profiles', [...parts, file]);
    expect(status).toBe(422);
    expect(body).toContain('value="Zoë &quot;Z&quot; &lt;b&gt;"');
    expect(body).toContain('A\n&lt;b&gt;</textarea>');
    expect(body).toMatch(/id="email-error">.*one e-mail address/);
    expect(body).toMatch(/aria-describedby="email-hint email-error" aria-invalid="true"/);
    expect(body).toContain('<a href="#file">File: Choose the file again; it was not kept.</a>');
    expect(body).toMatch(/type="file" [^>]*aria-describedby="file-hint file-error" aria-invalid="true"/);
    expect(profiles.pending.size).toBe(0);
  });

  test('of a form with a wrong file gives it back with what came before', async () => {
    const file = { name: 'file', value: Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), fileName: 'a.png' };
    const { status, body } = await postParts('/profiles', [...partsOf(zoe), file]);
    expect(status).toBe(415);
    expect(body).toContain('value="zoe@example.com"');
    expect(body).toMatch(/id="file-error">.*PNG/);
  });

  const many = Array.from({ length: 20 }, (_, index) => ({ name: `x${index}`, value: '' }));
  const klingon = { name: 'x', value: '', type: 'text/plain; charset=klingon' };
  const long = 'Hello '.repeat(5_000);

  test.each<[string, Part[], number, string]>([
    ['two files', [me, me], 400, 'Send one file only.'],
    ['a file in another part', [{ ...me, name: 'picture' }], 400, 'Send the file in the part named file.'],
    ['too many fields', many, 400, 'Send at most 20 fields.'],
    ['a text that is too long', [{ name: 'about', value: long }], 413, long],
    ['a field in an unknown charset', [klingon], 415, 'klingon'],
  ])('of a form with %s gives it back with everything typed, and says why', async (_title, parts, expected, text) => {
    const { name, email, phone } = zoe;
    const { status, body } = await postParts('/profiles', [
      ...partsOf({ name, email }),
      ...parts,
      ...partsOf({ phone }),
    ]);
    expect(status).toBe(expected);
    for (const value of [name, email, phone]) expect(body).toContain(`value="${value}"`);
    expect(body).toContain(text);
    expect(profiles.pending.size).toBe(0);
  });

  test('of a form gives it back while the stores are down, and says so', async () => {
    profiles.goDown();
    const { status, headers, body } = await postForm('/profiles', zoe);
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body).toContain('value="zoe@example.com"');
    expect(body).toMatch(/role="alert"[^>]*>Profiles are not available/);
  });

  test('of JSON names every wrong field, or the stores', async () => {
    const { status, body } = await postJson('/profiles', { email: 1 });
    expect([status, JSON.parse(body).errors.map(({ field }: { field: string }) => field)]).toEqual([
      422,
      ['name', 'email'],
    ]);
    profiles.goDown();
    expect((await postJson('/profiles', zoe)).status).toBe(503);
  });

  test('is taken from our own pages only, and counted', async () => {
    const { status, headers } = await postForm('/profiles', zoe, ['Origin', 'https://evil.example']);
    expect([status, headers.ratelimit]).toEqual([403, expect.stringMatching(/^"posts";r=/)]);
    expect(profiles.profiles).toEqual([]);
  });
});

describe('the one with the link', () => {
  test('sees everything, in a form and as JSON, by link or as a bearer', async () => {
    const { profile, token } = await add({}, 'me.png');
    const target = `/profiles/${profile.id}`;
    const { body } = await get(`${target}?manage=${token}`);
    for (const value of [zoe.email, zoe.phone]) expect(body).toContain(`value="${value}"`);
    const byLink = await getJson(`${target}?manage=${token}`);
    expect(byLink).toMatchObject({ ...zoe, file: { name: 'me.png', size: picture.length } });
    expect(await getJson(target, bearer(token))).toEqual(byLink);
  });

  test('has pages that nobody stores and that tell no other page where they are', async () => {
    const { profile, token } = await add();
    const { headers } = await get(`/profiles/${profile.id}?manage=${token}`);
    expect([headers['cache-control'], headers['referrer-policy']]).toEqual(['no-store', 'strict-origin']);
  });

  test('changes it, and sees without the token in an address that the link is the same', async () => {
    const { profile, token } = await add();
    const answer = await postParts(`/profiles/${profile.id}`, partsOf({ token, ...zoe, name: 'Zoe' }));
    expect([answer.status, answer.headers.location]).toEqual([303, `/profiles/${profile.id}`]);
    const { body } = await get(`/profiles/${profile.id}`, cookieOf(answer));
    expect(body).toContain(`manage=${token}`);
    expect(body).toContain('Your link stays the same.');
    expect(body).not.toContain('keep it');
    expect(profiles.profiles).toMatchObject([{ name: 'Zoe', email: zoe.email }]);
  });

  test.each([
    ['keeps the file', [], 'me.png'],
    ['keeps the file where none is chosen', [{ name: 'file', value: '', fileName: '' }], 'me.png'],
    ['keeps it where a program says that it is not to go', [{ name: 'removeFile', value: 'false' }], 'me.png'],
    ['removes it', [{ name: 'removeFile', value: 'yes' }], null],
    [
      'takes another one',
      [
        { name: 'file', value: picture, fileName: 'b.png' },
        { name: 'removeFile', value: 'yes' },
      ],
      'b.png',
    ],
  ])('changes it and %s', async (_title, parts: Part[], name) => {
    const { profile, token } = await add({}, 'me.png');
    const { status, body } = await postParts(
      `/profiles/${profile.id}`,
      [...partsOf(zoe), ...parts],
      bearer(token),
      acceptJson,
    );
    expect([status, JSON.parse(body).file?.name ?? null]).toEqual([200, name]);
  });

  test('gets a wrong form back, with the file that is there', async () => {
    const { profile, token } = await add({}, 'me.png');
    const { status, body } = await postParts(`/profiles/${profile.id}`, partsOf({ token, ...zoe, name: '' }));
    expect(status).toBe(422);
    expect(body).toMatch(/id="name-error"/);
    expect(body).toContain('me.png');
    expect(body).toContain(`name="token" value="${token}"`);
    expect(body).toContain('name="removeFile" value="yes">');
  });

  test('gets a wrong form back with the wish to remove the file', async () => {
    const { profile, token } = await add({}, 'me.png');
    const fields = { token, ...zoe, name: '', removeFile: 'yes' };
    const { body } = await postParts(`/profiles/${profile.id}`, partsOf(fields));
    expect(body).toContain('name="removeFile" value="yes" checked>');
  });

  test('learns from JSON which fields are wrong', async () => {
    const { profile, token } = await add();
    const { status, body } = await postJson(`/profiles/${profile.id}`, { token, ...zoe, name: '' });
    expect([status, JSON.parse(body).errors]).toEqual([422, [expect.objectContaining({ field: 'name' })]]);
  });

  test.each([
    [409, new Problem(409, 'Another request has just changed it.')],
    [503, new StoreUnavailable(new Error('down'), 'It is as it was.')],
  ])('gets the form back with %i', async (status, error) => {
    const { profile, token } = await add();
    jest.spyOn(profiles, 'change').mockRejectedValueOnce(error);
    const answer = await postForm(`/profiles/${profile.id}`, { token, ...zoe, name: 'Zoe' });
    expect([answer.status, answer.body.includes('value="Zoe"'), answer.body.includes(error.message)]).toEqual([
      status,
      true,
      true,
    ]);
  });

  test('deletes it, by the form, by JSON and by DELETE', async () => {
    const [one, two, three] = [await add(), await add(), await add()];
    const page = await postForm(`/profiles/${one.profile.id}/delete`, { token: one.token });
    expect([page.status, page.body.includes('are gone')]).toEqual([200, true]);
    expect((await postJson(`/profiles/${two.profile.id}/delete`, { token: two.token })).status).toBe(204);
    const target = `/profiles/${three.profile.id}`;
    const answer = await send(app.port, { method: 'DELETE', target, headers: [bearer(three.token)] });
    expect([answer.status, answer.body]).toEqual([204, '']);
    expect(profiles.profiles).toEqual([]);
  });

  test('repeats a deletion that has begun, from the page that says so', async () => {
    const { profile, token } = await add();
    jest.spyOn(profiles, 'remove').mockRejectedValueOnce(new StoreUnavailable(new Error('down'), 'It has begun.'));
    const { status, body } = await postForm(`/profiles/${profile.id}/delete`, { token });
    expect([status, body.includes('It has begun.'), body.includes(`value="${token}"`)]).toEqual([503, true, true]);
  });
});

describe('without the token, or with another', () => {
  const wrong = ['', 'x', otherToken, `${otherToken}=`];

  test.each(wrong)('"%s" every way in is 404, whether there is such a profile or not', async (token) => {
    const { profile } = await add();
    const answers: RawAnswer[] = [];
    for (const id of [profile.id, nobody]) {
      const target = `/profiles/${id}`;
      answers.push(
        await get(`${target}?manage=${token}`),
        await get(target, bearer(token)),
        await postParts(target, partsOf({ token, ...zoe })),
        await postParts(target, partsOf({ token })),
        await postForm(`${target}/delete`, { token }),
        await postJson(target, { ...zoe, token }),
        await postJson(target, { token }),
        await send(app.port, { method: 'DELETE', target, headers: [bearer(token)] }),
        await send(app.port, { method: 'DELETE', target }),
      );
    }
    expect(answers.map(({ status }) => status)).toEqual(Array(18).fill(404));
    expect(new Set(answers.filter((_, index) => index % 9 === 0).map(({ body }) => body)).size).toBe(1);
    expect(profiles.profiles).toHaveLength(1);
  });

  test('every answer says that the profile may have been deleted already', async () => {
    const { profile, token } = await add();
    const headers = [bearer(token), acceptJson];
    const remove = () => send(app.port, { method: 'DELETE', target: `/profiles/${profile.id}`, headers });
    await remove();
    const { status, body } = await remove();
    expect([status, JSON.parse(body).detail]).toEqual([404, expect.stringContaining('deleted already')]);
  });

  test('a file that came with it is not kept', async () => {
    const { profile } = await add();
    const file = { name: 'file', value: picture, fileName: 'me.png' };
    for (const token of wrong) {
      await postParts(`/profiles/${profile.id}`, [...partsOf({ token, ...zoe }), file]);
    }
    expect([profiles.uploads.begun, profiles.pending.size]).toEqual([wrong.length, 0]);
  });
});

test.each([
  ['POST', '/profiles'],
  ['GET', `/profiles/${nobody}`],
  ['POST', `/profiles/${nobody}`],
  ['DELETE', `/profiles/${nobody}`],
  ['GET', `/profiles/${nobody}/file`],
  ['POST', `/profiles/${nobody}/delete`],
])('the preflight of %s %s allows the method, and everything that its requests carry', async (method, target) => {
  const origin = 'https://partner.example';
  const other = await startApp({ profiles, settings: { allowedOrigins: [origin] } });
  const headers = [
    ['Origin', origin],
    ['Access-Control-Request-Method', method],
  ] as const;
  const answer = await send(other.port, { method: 'OPTIONS', target, headers });
  await other.stop();
  expect(answer.status).toBe(204);
  expect(answer.headers['access-control-allow-methods']?.split(', ')).toContain(method);
  const allowed = answer.headers['access-control-allow-headers']?.split(', ');
  expect(allowed).toEqual(expect.arrayContaining(['Authorization', 'Content-Type', 'Idempotency-Key', 'Range']));
});

test('no token is ever logged', async () => {
  const { profile, token } = await add();
  const target = `/profiles/${profile.id}`;
  await get(`${target}?manage=${token}`);
  await get(target, ['Cookie', `manage=created.${token}`]);
  jest.spyOn(profiles, 'findManaged').mockRejectedValueOnce(new StoreUnavailable(new Error('down')));
  await get(`${target}?manage=${token}`);
  await postForm(target, { token, ...zoe });
  await postForm(`${target}?manage=${token}`, { token });
  await send(app.port, { method: 'DELETE', target, headers: [bearer(token)] });
  await until(() => app.logged.length === 6);
  expect(JSON.stringify(app.logged)).not.toContain(token);
});

test('/ready fails while profiles cannot be served, and names the migration that is missing', async () => {
  expect((await get('/ready')).status).toBe(200);
  profiles.goDown();
  expect((await get('/ready')).status).toBe(503);
  profiles.failure = new MigrationMissing('0007_more');
  const { status, body } = await get('/ready', acceptJson);
  expect([status, JSON.parse(body).detail]).toEqual([503, expect.stringContaining('0007_more')]);
  expect((await get('/health')).status).toBe(200);
});

describe('where profiles are off', () => {
  let off: TestApp;
  beforeEach(async () => {
    off = await startApp();
  });
  afterEach(() => off.stop());

  test.each(['/profiles', '/profiles/new', `/profiles/${nobody}`])('%s is no page', async (target) => {
    expect((await send(off.port, { target })).status).toBe(404);
  });

  test('no page leads there; elsewhere each does', async () => {
    expect((await send(off.port, {})).body).not.toContain('href="/profiles"');
    for (const target of ['/', '/entries', '/nowhere']) expect((await get(target)).body).toContain('href="/profiles"');
  });
});

test('posts of profiles are no entries to whoever counts those', async () => {
  const counted = { stored: jest.fn(), refused: jest.fn(), storeLatency: jest.fn(), unreadable: jest.fn() };
  const other = await startApp({ profiles, metrics: counted });
  await send(other.port, { method: 'POST', target: '/profiles', headers: [jsonType], body: JSON.stringify(zoe) });
  await send(other.port, { method: 'POST', target: '/profiles', headers: [jsonType], body: '{}' });
  await post(other.port, '{"username":"zoe","digits":"00000001"}');
  await other.stop();
  expect([counted.stored.mock.calls.length, counted.refused.mock.calls.length]).toEqual([1, 0]);
});

describe('a profile that may have been stored', () => {
  const key = (value: string) => ['Idempotency-Key', value] as const;
  const uuid = '8e03978e-40d5-43dd-bc93-6894a57f9324';
  beforeEach(() => {
    profiles.failure = new CommitUncertain(new Error('lost'), 'It is not known yet.');
  });

  test('comes back as a form that repeats it, also after a wrong field', async () => {
    const failed = await postParts('/profiles', partsOf(zoe));
    expect([failed.status, failed.headers['cache-control']]).toEqual([503, 'no-store']);
    expect(failed.body).toMatch(/role="alert"[^>]*>It is not known yet\. Press Save again/);
    const attempt = /name="attempt" value="([^"]+)"/.exec(failed.body)?.[1] ?? '';
    profiles.failure = null;
    const wrong = await postParts('/profiles', partsOf({ ...zoe, email: 'none', attempt }));
    expect([wrong.status, wrong.body.includes(`name="attempt" value="${attempt}"`)]).toEqual([422, true]);
    const { status, headers } = await postParts('/profiles', partsOf({ ...zoe, attempt }));
    expect([status, headers.location]).toEqual([303, `/profiles/${attempt.split('.')[0]}`]);
    expect(profiles.claims.map(({ id, token, repeat }) => [`${id}.${token}`, repeat])).toEqual([[attempt, 'change']]);
  });

  test('is repeated by its Idempotency-Key, by any task, and no other is', async () => {
    const failed = await postJson('/profiles', zoe, key(uuid));
    expect([failed.status, JSON.parse(failed.body).detail]).toEqual([
      503,
      expect.stringMatching(/same Idempotency-Key/),
    ]);
    profiles.failure = null;
    for (const value of [uuid, `"${uuid}"`]) expect((await postJson('/profiles', zoe, key(value))).status).toBe(201);
    await postJson('/profiles', { ...zoe, about: 'Other' }, key(uuid));
    await postJson('/profiles', zoe, key(`${uuid}2`));
    const [one, same, otherBody, otherKey] = profiles.claims;
    expect([one?.repeat, same]).toEqual(['return', one]);
    expect([otherBody?.id === one?.id, otherBody?.token === one?.token]).toEqual([true, false]);
    expect([otherKey?.id === one?.id, otherKey?.token === one?.token]).toEqual([false, false]);
  });

  test('without a key is told what would help a program', async () => {
    expect(JSON.parse((await postJson('/profiles', zoe)).body).detail).toMatch(
      /with an Idempotency-Key can be repeated/,
    );
  });

  test.each(['short', '', 'two words and more'])(
    'with the key %p is refused with 400, and nothing is read',
    async (value) => {
      expect((await postJson('/profiles', zoe, key(value))).status).toBe(400);
      expect(profiles.claims).toEqual([]);
    },
  );
});
