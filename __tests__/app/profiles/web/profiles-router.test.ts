import { MigrationMissing } from '../../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../../app/stores/store-unavailable';
import {
  acceptJson,
  bearer,
  jsonType,
  ProfilesClient,
  partsOf,
  picturePart,
  unknownId,
  wrongToken,
  zoe,
} from '../../../support/http/profiles-client';
import { post, type RawResponse, send } from '../../../support/http/raw-http';
import { startApp, type TestApp } from '../../../support/http/test-app';
import { until } from '../../../support/jest/until';

let client: ProfilesClient;
beforeEach(async () => {
  client = await ProfilesClient.start();
});
afterEach(() => client.stop());

describe('Profiles router', () => {
  test.each([
    ['GET', `/profiles/${unknownId}`],
    ['GET', `/profiles/${unknownId.toUpperCase()}`],
    ['GET', '/profiles/1'],
    ['GET', '/profiles/'],
    ['GET', '/profiles/new/'],
    ['GET', `/profiles/${unknownId}/delete/`],
  ])('returns 404 for %s %s', async (method, target) => {
    expect((await send(client.app.port, { method, target })).status).toBe(404);
  });

  test.each([
    ['PUT', '/profiles', 'GET, HEAD, OPTIONS, POST'],
    ['POST', '/profiles/new', 'GET, HEAD, OPTIONS'],
    ['PATCH', `/profiles/${unknownId}`, 'DELETE, GET, HEAD, OPTIONS, POST'],
    ['DELETE', `/profiles/${unknownId}/file`, 'GET, HEAD, OPTIONS'],
    ['GET', `/profiles/${unknownId}/delete`, 'OPTIONS, POST'],
  ])('returns 405 for %s %s', async (method, target, allow) => {
    const { status, headers } = await send(client.app.port, { method, target });
    expect([status, headers.allow]).toEqual([405, allow]);
  });

  test.each([`/profiles/${unknownId}`, '/profiles?limit=0'])(
    'links to the list of profiles on the error page of %s',
    async (target) => {
      expect((await client.get(target)).body).toContain('class="button" href="/profiles">All profiles');
    },
  );

  test.each([
    ['POST', '/profiles'],
    ['GET', `/profiles/${unknownId}`],
    ['POST', `/profiles/${unknownId}`],
    ['DELETE', `/profiles/${unknownId}`],
    ['GET', `/profiles/${unknownId}/file`],
    ['POST', `/profiles/${unknownId}/delete`],
  ])('allows the method and all header fields in the preflight of %s %s', async (method, target) => {
    const origin = 'https://partner.example';
    const other = await ProfilesClient.start({ settings: { allowedOrigins: [origin] } });
    const headers = [
      ['Origin', origin],
      ['Access-Control-Request-Method', method],
    ] as const;
    const response = await send(other.app.port, { method: 'OPTIONS', target, headers });
    await other.stop();
    expect(response.status).toBe(204);
    expect(response.headers['access-control-allow-methods']?.split(', ')).toContain(method);
    const allowed = response.headers['access-control-allow-headers']?.split(', ');
    expect(allowed).toEqual(expect.arrayContaining(['Authorization', 'Content-Type', 'Idempotency-Key', 'Range']));
  });

  test('writes no management token to the log', async () => {
    const { profile, token } = await client.add();
    const target = `/profiles/${profile.id}`;
    await client.get(`${target}?manage=${token}`);
    await client.get(target, ['Cookie', `manage=created.${token}`]);
    jest.spyOn(client.profiles, 'findManaged').mockRejectedValueOnce(new StoreUnavailable(new Error('down')));
    await client.get(`${target}?manage=${token}`);
    await client.postForm(target, { token, ...zoe });
    await client.postForm(`${target}?manage=${token}`, { token });
    await client.delete(target, bearer(token));
    await until(() => client.app.logged.length === 6);
    expect(JSON.stringify(client.app.logged)).not.toContain(token);
  });
});

describe('Request for a profile with a wrong token', () => {
  const wrongTokens = ['', 'x', wrongToken, `${wrongToken}=`];

  test.each(wrongTokens)('returns the same 404 for "%s", whether or not the profile exists', async (token) => {
    const { profile } = await client.add();
    const responses: RawResponse[] = [];
    for (const id of [profile.id, unknownId]) {
      const target = `/profiles/${id}`;
      responses.push(
        await client.get(`${target}?manage=${token}`),
        await client.get(target, bearer(token)),
        await client.postParts(target, partsOf({ token, ...zoe })),
        await client.postParts(target, partsOf({ token })),
        await client.postForm(`${target}/delete`, { token }),
        await client.postJson(target, { ...zoe, token }),
        await client.postJson(target, { token }),
        await client.delete(target, bearer(token)),
        await client.delete(target),
      );
    }
    expect(responses.map(({ status }) => status)).toEqual(Array(18).fill(404));
    expect(responses.slice(0, 9).map(({ body }) => body)).toEqual(responses.slice(9).map(({ body }) => body));
    expect(client.profiles.profiles).toHaveLength(1);
  });

  test('leaves no uploaded file in the store', async () => {
    const { profile } = await client.add();
    for (const token of wrongTokens) {
      await client.postParts(`/profiles/${profile.id}`, [...partsOf({ token, ...zoe }), picturePart]);
    }
    const { uploads, pending, files } = client.profiles.files;
    expect([uploads.started, pending.size, files.size]).toEqual([wrongTokens.length, 0, 0]);
  });
});

describe('App with profiles', () => {
  test('returns 503 for /ready and 200 for /health while profiles are unavailable', async () => {
    expect((await client.get('/ready')).status).toBe(200);
    client.profiles.goDown();
    expect((await client.get('/ready')).status).toBe(503);
    expect((await client.get('/health')).status).toBe(200);
  });

  test('names a missing migration in the response of /ready', async () => {
    client.profiles.failure = new MigrationMissing('0007_more');
    const { status, body } = await client.get('/ready', acceptJson);
    expect([status, JSON.parse(body).detail]).toEqual([503, expect.stringContaining('0007_more')]);
  });

  test.each(['/', '/entries', '/nowhere'])('links to profiles on %s', async (target) => {
    expect((await client.get(target)).body).toContain('href="/profiles"');
  });

  test('does not count posts of profiles as entries', async () => {
    const metrics = { stored: jest.fn(), refused: jest.fn(), storeLatency: jest.fn(), unreadable: jest.fn() };
    const other = await ProfilesClient.start({ metrics });
    const postProfile = (body: string) => post(other.app.port, body, [jsonType], '/profiles');
    await postProfile(JSON.stringify(zoe));
    await postProfile('{}');
    await post(other.app.port, '{"username":"zoe","digits":"00000001"}');
    await other.stop();
    expect([metrics.stored.mock.calls.length, metrics.refused.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('App without profiles', () => {
  let off: TestApp;
  beforeEach(async () => {
    off = await startApp();
  });
  afterEach(() => off.stop());

  test.each(['/profiles', '/profiles/new', `/profiles/${unknownId}`])('returns 404 for the path %s', async (target) => {
    expect((await send(off.port, { target })).status).toBe(404);
  });

  test('does not link to profiles', async () => {
    expect((await send(off.port, {})).body).not.toContain('href="/profiles"');
  });
});
