import type { ProfileDetails } from '../../../app/profiles/profile';
import type { CreatedProfile } from '../../../app/profiles/profile-service';
import {
  createRetryToken,
  formatRetryToken,
  parseRetryToken,
  type RetryToken,
  retryTokenOf,
} from '../../../app/profiles/retry-token';
import { CommitUncertain } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import { createSteps, details, noDeadline, useFaultyService, withFaults, withUpload } from './faulty-service';
import type { TestStores } from './profile-stores';

const eve = { ...details, name: 'Eve' };

/** Defines the tests of clients that create a profile again with the same retry token. */
export function defineRetryTests(start: () => TestStores): void {
  const context = useFaultyService(start);

  const managed = async ({ id, token }: RetryToken) =>
    (await context.service.findManaged(id, token, noDeadline()))?.profile;

  const create = (retryToken: RetryToken, withDetails: ProfileDetails = details): Promise<CreatedProfile> =>
    context.service.create({ details: withDetails, upload: null, retryToken }, noDeadline());
  const createWithFile = (retryToken: RetryToken, fileName = 'a.txt'): Promise<CreatedProfile> =>
    withUpload(
      context.service,
      (upload) => context.service.create({ details, upload, retryToken }, noDeadline()),
      undefined,
      fileName,
    );

  describe('Form that is sent again', () => {
    let first: RetryToken;
    /** The retry token `first`, as the app reads it from the form that is sent again. */
    let again: RetryToken;

    beforeEach(() => {
      first = createRetryToken();
      again = parseRetryToken(formatRetryToken(first)) ?? first;
    });

    test.each(withFaults(createSteps))(
      'stores one profile if %s failed in the first attempt (%s)',
      async (step, fault) => {
        context.faulty.next(step, fault);
        await expect(createWithFile(first)).rejects.toThrow(StoreUnavailable);
        const stored = [await createWithFile(again), await createWithFile(again)];

        expect(stored.map(({ profile, token }) => [profile.id, token])).toEqual(Array(2).fill([first.id, first.token]));
        expect(await managed(first)).toMatchObject(details);
        expect((await context.swept()).rows).toEqual([expect.any(String)]);
      },
    );

    test('changes the stored profile but keeps its file if the name was edited', async () => {
      const created = await createWithFile(first);
      const { profile } = await create(again, eve);
      expect(profile).toEqual({ ...created.profile, name: 'Eve' });
      expect((await context.swept()).rows).toEqual([created.profile.file?.id]);
    });

    test('replaces the stored file if only the file in the form differs', async () => {
      await createWithFile(first);
      const { profile } = await createWithFile(again, 'b.txt');
      expect(profile.file?.name).toBe('b.txt');
      expect((await context.swept()).rows).toEqual([profile.file?.id]);
    });

    test('stores another profile if the name and the email address were edited', async () => {
      const created = await create(first);
      const other = { ...eve, email: 'eve@example.com' };
      context.faulty.next('repository.insert', 'lost');
      await expect(create(again, other)).rejects.toThrow(CommitUncertain);
      const others = await Promise.all([create(again, other), create(again, other)]);
      expect(new Set(others.map(({ profile }) => profile.id)).size).toBe(1);
      expect(others[0]?.profile).toMatchObject(other);
      expect(await managed(first)).toEqual(created.profile);
      expect((await context.swept()).rows).toHaveLength(2);
    });

    test('stores another profile if the first one was deleted', async () => {
      await create(first);
      await context.service.delete(first.id, first.token, noDeadline());
      const others = await Promise.all([create(again), create(again)]);
      const ids = others.map(({ profile }) => profile.id);
      expect([new Set(ids).size, ids.includes(first.id)]).toEqual([1, false]);
    });

    test('stores another profile if the id in its retry token belongs to the profile of another user', async () => {
      const stranger = await createWithFile(createRetryToken());
      const { profile } = await create({ ...again, id: stranger.profile.id }, eve);
      expect(profile.id).not.toBe(stranger.profile.id);
      const found = await context.service.findManaged(stranger.profile.id, stranger.token, noDeadline());
      expect(found?.profile).toEqual(stranger.profile);
    });

    test('fails with an unknown outcome if the retry fails, because the first attempt may have succeeded', async () => {
      context.faulty.next('repository.find', 'refused');
      await expect(create(again)).rejects.toThrow(CommitUncertain);
    });
  });

  describe('Idempotency-Key', () => {
    const key = 'an Idempotency-Key';
    const createWithKey = (withDetails: ProfileDetails) => create(retryTokenOf(key, withDetails, null), withDetails);
    const createWithKeyAndFile = () =>
      withUpload(context.service, (upload) => {
        const file = { name: upload.name, sha256: upload.content.sha256 };
        return context.service.create({ details, upload, retryToken: retryTokenOf(key, details, file) }, noDeadline());
      });

    test.each(withFaults(['repository.insert']))(
      'stores one profile for concurrent retries if %s failed in the first attempt (%s)',
      async (step, fault) => {
        context.faulty.next(step, fault);
        await expect(createWithKeyAndFile()).rejects.toThrow(StoreUnavailable);
        const [one, ...others] = await Promise.all([1, 2, 3].map(() => createWithKeyAndFile()));
        for (const { profile, token } of others) expect([profile.id, token]).toEqual([one?.profile.id, one?.token]);
        const found = await context.service.findManaged(one?.profile.id ?? '', one?.token ?? '', noDeadline());
        expect(found?.profile).toMatchObject(details);
        expect((await context.swept()).rows).toHaveLength(1);
      },
    );

    test('of a retry returns the current profile, even if it was changed in the meantime', async () => {
      const { profile, token } = await createWithKey(details);
      await context.service.change({ id: profile.id, token, details: eve, file: 'keep' }, noDeadline());
      expect(await createWithKey(details)).toEqual({ profile: { ...profile, name: 'Eve' }, token });
    });

    test('is rejected if it is reused with different details', async () => {
      await createWithKey(details);
      await expect(createWithKey(eve)).rejects.toMatchObject({ reason: 'keyReused' });
    });

    test('is rejected after its profile was deleted', async () => {
      const { profile, token } = await createWithKey(details);
      await context.service.delete(profile.id, token, noDeadline());
      for (const one of [details, eve]) {
        await expect(createWithKey(one)).rejects.toMatchObject({ reason: 'profileDeleted' });
      }
      expect((await context.settled()).rows).toEqual([]);
    });
  });
}
