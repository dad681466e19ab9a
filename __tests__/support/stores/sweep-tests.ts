import { sql } from 'kysely';
import type { ProfileError } from '../../../app/profiles/profile-error';
import { createRetryToken, retryTokenOf } from '../../../app/profiles/retry-token';
import { details, noDeadline, useFaultyService, withUpload } from './faulty-service';
import type { TestStores } from './profile-stores';

const hourMs = 3_600_000;
const none = { files: 0, pending: 0, profiles: 0 };

/** Defines the tests of the ages from which the sweep removes unused files, forgets deleted profiles, and completes deletions. */
export function defineSweepTests(start: () => TestStores): void {
  // This hook is registered first, so that it runs before the hook of `useFaultyService`.
  afterEach(() => jest.restoreAllMocks());
  const context = useFaultyService(start);

  const create = () =>
    withUpload(context.service, (upload) =>
      context.service.create({ details, upload, retryToken: createRetryToken() }, noDeadline()),
    );

  /** Makes the file store report this age for all objects. */
  function setAge(ageMs: number): void {
    const list = context.stores.files.list.bind(context.stores.files);
    jest.spyOn(context.stores.files, 'list').mockImplementation(async function* (prefix) {
      for await (const objects of list(prefix)) yield objects.map((object) => ({ ...object, ageMs }));
    });
  }

  /** Makes all deletions look as if they had started this many seconds earlier. */
  const backdateDeletions = (seconds: number) =>
    sql`update profiles set deleted_at = deleted_at - make_interval(secs => ${sql.lit(seconds)})`.execute(
      context.stores.database,
    );

  test.each([
    ['keeps', hourMs - 1, none],
    ['removes', hourMs, { ...none, files: 1, pending: 1 }],
  ])('%s unused files and pending uploads that are %i ms old', async (_title, ageMs, expected) => {
    const { profile } = await create();
    for (const step of ['repository.insert', 'metadata.delete', 'files.deletePending']) {
      context.faulty.next(step, 'refused');
    }
    await expect(create()).rejects.toThrow();
    await context.service.settled();
    setAge(ageMs);
    expect(await context.sweep()).toEqual(expected);
    const { files, pending } = await context.settled();
    expect([files.length, pending.length]).toEqual([2 - expected.files, 1 - expected.pending]);
    expect(files).toContain(profile.file?.id);
  });

  test.each([
    ['keeps', 86_340, 'profileDeleted'],
    ['forgets', 86_400, undefined],
  ])('%s the id of a profile that was deleted %i s ago', async (_title, seconds, reason) => {
    const createWithKey = () =>
      context.service.create(
        { details, upload: null, retryToken: retryTokenOf('an Idempotency-Key', details, null) },
        noDeadline(),
      );
    const { profile, token } = await createWithKey();
    await context.service.delete(profile.id, token, noDeadline());
    await backdateDeletions(seconds);
    expect(await context.sweep()).toEqual(none);
    const again = await createWithKey().catch((error: ProfileError) => error.reason);
    expect(again).toEqual(reason ?? { profile: expect.objectContaining({ id: profile.id }), token });
  });

  // The first age is 540 s instead of 599 s, because time passes between the deletion and the sweep.
  test.each([
    ['leaves', 540, none],
    ['completes', 600, { ...none, profiles: 1 }],
  ])('%s a deletion that started %i s ago', async (_title, seconds, expected) => {
    const { profile } = await create();
    await context.stores.repository.markDeleted(profile.id);
    await backdateDeletions(seconds);
    expect(await context.sweep()).toEqual(expected);
    expect((await context.settled()).deleting).toBe(1 - expected.profiles);
  });
}
