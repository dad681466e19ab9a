import { StoreUnavailable } from '../../../../../app/stores/store-unavailable';
import { acceptJson, bearer, ProfilesClient } from '../../../../support/http/profiles-client';

describe('Profile deletion', () => {
  let client: ProfilesClient;
  beforeEach(async () => {
    client = await ProfilesClient.start();
  });
  afterEach(() => client.stop());

  test('returns a page if the request is a form', async () => {
    const { profile, token } = await client.add();
    const { status, body } = await client.postForm(`/profiles/${profile.id}/delete`, { token });
    expect([status, body.includes('have been deleted')]).toEqual([200, true]);
    expect(client.profiles.profiles).toEqual([]);
  });

  test('returns 204 if the request is JSON', async () => {
    const { profile, token } = await client.add();
    expect((await client.postJson(`/profiles/${profile.id}/delete`, { token })).status).toBe(204);
    expect(client.profiles.profiles).toEqual([]);
  });

  test('returns 204 if the method is DELETE', async () => {
    const { profile, token } = await client.add();
    const { status, body } = await client.delete(`/profiles/${profile.id}`, bearer(token));
    expect([status, body]).toEqual([204, '']);
    expect(client.profiles.profiles).toEqual([]);
  });

  test('returns 404 when it is repeated, with the message that the profile may have been deleted', async () => {
    const { profile, token } = await client.add();
    const remove = () => client.delete(`/profiles/${profile.id}`, bearer(token), acceptJson);
    await remove();
    const { status, body } = await remove();
    expect([status, JSON.parse(body).detail]).toEqual([404, expect.stringContaining('may have been deleted')]);
  });

  test('returns a page from which the user can retry a deletion that has started but failed', async () => {
    const { profile, token } = await client.add();
    const error = new StoreUnavailable(new Error('down'), 'The deletion has started.');
    jest.spyOn(client.profiles, 'delete').mockRejectedValueOnce(error);
    const { status, body } = await client.postForm(`/profiles/${profile.id}/delete`, { token });
    expect(status).toBe(503);
    expect(body).toContain('The deletion has started.');
    expect(body).toContain(`value="${token}"`);
  });
});
