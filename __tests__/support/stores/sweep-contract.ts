import { sql } from 'kysely';
import type { ProfileError } from '../../../app/profiles/profile-error';
import { createRetryToken, retryTokenOf } from '../../../app/profiles/retry-token';
import { createFaultyService, details, noDeadline, settledContents, withUpload } from './faulty-service';
import type { ProfileStores } from './profile-stores';

const hourMs = 3_600_000;
const none = { files: 0, pending: 0, profiles: 0 };

/** The tests of how old things must be to be swept. */
export function defineSweepContract(start: () => ProfileStores): void {
  let stores: ProfileStores;
  let faultyService: ReturnType<typeof createFaultyService>;
  let service: typeof faultyService.service;

  beforeAll(() => {
    stores = start();
    faultyService = createFaultyService(stores);
    ({ service } = faultyService);
  });
  beforeEach(() => stores.clear());
  afterEach(async () => {
    jest.restoreAllMocks();
    faultyService.faulty.reset();
    await service.settled();
  });

  const settled = () => settledContents(stores, faultyService);
  const create = () =>
    withUpload(service, (upload) => service.create(details, upload, createRetryToken(), noDeadline()));

  /** Makes all objects this old. */
  function setAge(ageMs: number): void {
    const list = stores.files.list.bind(stores.files);
    jest.spyOn(stores.files, 'list').mockImplementation(async function* (prefix) {
      for await (const objects of list(prefix)) yield objects.map((object) => ({ ...object, ageMs }));
    });
  }

  /** Makes all deletions start this much earlier. */
  const backdateDeletions = (seconds: number) =>
    sql`update profiles set deleted_at = deleted_at - make_interval(secs => ${sql.lit(seconds)})`.execute(
      stores.database,
    );

  test.each([
    ['keeps', hourMs - 1, none],
    ['removes', hourMs, { ...none, files: 1, pending: 1 }],
  ])('%s unused files and pending uploads that are %i ms old', async (_title, ageMs, expected) => {
    const { profile } = await create();
    for (const step of ['repository.insert', 'metadata.delete', 'files.deletePending']) {
      faultyService.faulty.next(step, 'refused');
    }
    await expect(create()).rejects.toThrow();
    await service.settled();
    setAge(ageMs);
    expect(await faultyService.sweep()).toEqual(expected);
    const { files, pending } = await settled();
    expect([files.length, pending.length]).toEqual([2 - expected.files, 1 - expected.pending]);
    expect(files).toContain(profile.file?.id);
  });

  test.each([
    ['keeps', 86_340, 'profileDeleted'],
    ['forgets', 86_400, undefined],
  ])('%s the id of a profile that was deleted %i s ago', async (_title, seconds, reason) => {
    const createWithKey = () =>
      service.create(details, null, retryTokenOf('a key of the client', details, null), noDeadline());
    const { profile, token } = await createWithKey();
    await service.delete(profile.id, token, noDeadline());
    await backdateDeletions(seconds);
    expect(await faultyService.sweep()).toEqual(none);
    const again = await createWithKey().catch((error: ProfileError) => error.reason);
    expect(again).toEqual(reason ?? { profile: expect.objectContaining({ id: profile.id }), token });
  });

  // 540 instead of 599, because the database's clock advances between the two statements.
  test.each([
    ['leaves', 540, none],
    ['completes', 600, { ...none, profiles: 1 }],
  ])('%s a deletion that started %i s ago', async (_title, seconds, expected) => {
    const { profile } = await create();
    await stores.repository.markDeleted(profile.id);
    await backdateDeletions(seconds);
    expect(await faultyService.sweep()).toEqual(expected);
    expect((await settled()).deleting).toBe(1 - expected.profiles);
  });
}
