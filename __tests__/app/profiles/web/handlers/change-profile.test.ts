import { ProfileError } from '../../../../../app/profiles/profile-error';
import { StoreUnavailable } from '../../../../../app/stores/store-unavailable';
import type { Part } from '../../../../support/http/multipart';
import {
  acceptJson,
  bearer,
  cookieOf,
  ProfilesClient,
  partsOf,
  picturePart,
  zoe,
} from '../../../../support/http/profiles-client';

describe('POST /profiles/:id', () => {
  let client: ProfilesClient;
  beforeEach(async () => {
    client = await ProfilesClient.start();
  });
  afterEach(() => client.stop());

  test('changes the profile, and redirects to a page with the unchanged link', async () => {
    const { profile, token } = await client.add();
    const target = `/profiles/${profile.id}`;
    const response = await client.postParts(target, partsOf({ token, ...zoe, name: 'Zoe' }));
    expect([response.status, response.headers.location]).toEqual([303, target]);
    const { body } = await client.get(target, cookieOf(response));
    expect(body).toContain(`manage=${token}`);
    expect(body).toContain('Your link stays the same.');
    expect(body).not.toContain('Save it now');
    expect(client.profiles.profiles).toMatchObject([{ name: 'Zoe', email: zoe.email }]);
  });

  test.each<[string, string, Part[], string | null]>([
    ['keeps the file', 'if the form has no file', [], 'me.png'],
    ['keeps the file', 'if no file is chosen', [{ name: 'file', value: '', fileName: '' }], 'me.png'],
    ['keeps the file', 'if removeFile is false', [{ name: 'removeFile', value: 'false' }], 'me.png'],
    ['removes the file', 'if removeFile is yes', [{ name: 'removeFile', value: 'yes' }], null],
    [
      'replaces the file',
      'even if removeFile is yes',
      [
        { ...picturePart, fileName: 'b.png' },
        { name: 'removeFile', value: 'yes' },
      ],
      'b.png',
    ],
  ])('%s %s', async (_result, _condition, parts, name) => {
    const { profile, token } = await client.add({}, 'me.png');
    const allParts = [...partsOf(zoe), ...parts];
    const { status, body } = await client.postParts(`/profiles/${profile.id}`, allParts, bearer(token), acceptJson);
    expect([status, JSON.parse(body).file?.name ?? null]).toEqual([200, name]);
  });

  test('returns 422 for an invalid field, with the form and the stored file', async () => {
    const { profile, token } = await client.add({}, 'me.png');
    const { status, body } = await client.postParts(`/profiles/${profile.id}`, partsOf({ token, ...zoe, name: '' }));
    expect(status).toBe(422);
    expect(body).toMatch(/id="name-error"/);
    expect(body).toContain('me.png');
    expect(body).toContain(`name="token" value="${token}"`);
    expect(body).toContain('name="removeFile" value="yes">');
  });

  test('returns the rejected form with the checkbox removeFile still checked', async () => {
    const { profile, token } = await client.add({}, 'me.png');
    const fields = { token, ...zoe, name: '', removeFile: 'yes' };
    const { body } = await client.postParts(`/profiles/${profile.id}`, partsOf(fields));
    expect(body).toContain('name="removeFile" value="yes" checked>');
  });

  test('returns 422 and the invalid fields for JSON', async () => {
    const { profile, token } = await client.add();
    const { status, body } = await client.postJson(`/profiles/${profile.id}`, { token, ...zoe, name: '' });
    expect([status, JSON.parse(body).errors]).toEqual([422, [expect.objectContaining({ field: 'name' })]]);
  });

  test.each([
    [409, 'a concurrent change', new ProfileError('concurrentChange', 'Another request changed it.')],
    [503, 'the failure of a store', new StoreUnavailable(new Error('down'), 'It is unchanged.')],
  ])('returns %i with the form and the typed text after %s', async (status, _title, error) => {
    const { profile, token } = await client.add();
    jest.spyOn(client.profiles, 'change').mockRejectedValueOnce(error);
    const response = await client.postForm(`/profiles/${profile.id}`, { token, ...zoe, name: 'Zoe' });
    expect(response.status).toBe(status);
    expect(response.body).toContain('value="Zoe"');
    expect(response.body).toContain(error.message);
  });
});
