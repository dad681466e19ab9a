import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ByteRange } from '../../../app/profiles/files/file-store';
import { ProfileError } from '../../../app/profiles/profile-error';
import type { CreatedProfile } from '../../../app/profiles/profile-service';
import { createRetryToken } from '../../../app/profiles/retry-token';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import {
  createSteps,
  details,
  faults,
  inChunks,
  noDeadline,
  textFile,
  useFaultyService,
  withFaults,
  withUpload,
} from './faulty-service';
import type { TestStores } from './profile-stores';

const nothing = { rows: [], files: [], metadata: [], pending: [], deleting: 0 };

const changeSteps = ['repository.find', 'files.promote', 'metadata.put', 'repository.update'];
const deleteSteps = [
  'repository.find',
  'repository.markDeleted',
  'metadata.delete',
  'files.delete',
  'repository.erase',
] as const;

/** Defines the tests of the profile service with its three stores, for example of what remains when a write fails. */
export function defineProfileServiceTests(start: () => TestStores): void {
  const context = useFaultyService(start);

  const create = (bytes?: Buffer, name?: string): Promise<CreatedProfile> =>
    withUpload(
      context.service,
      (upload) => context.service.create({ details, upload, retryToken: createRetryToken() }, noDeadline()),
      bytes,
      name,
    );
  const change = ({ profile: { id }, token }: CreatedProfile, name = 'Eve') =>
    withUpload(context.service, (upload) =>
      context.service.change({ id, token, details: { ...details, name }, file: upload }, noDeadline()),
    );

  describe('Profile with a file', () => {
    test('is stored and shown, and its file can be read back', async () => {
      const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200_000, 7)]);
      const { profile, token } = await create(bytes, '../../Zoë\u202e.png');

      expect(profile).toMatchObject({ ...details, file: { name: 'Zoë.png' } });
      expect(token).toMatch(/^[\w-]{43}$/);
      const shown = await context.service.find(profile.id, noDeadline());
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(shown?.file).toMatchObject({
        size: bytes.length,
        type: 'image/png',
        sha256,
        key: expect.stringMatching(/^files\//),
      });
      expect(shown?.profile).not.toHaveProperty('email');
      const opened = await context.service.openFile(profile.id, noDeadline());
      const read = async (range?: ByteRange) => buffer((await opened?.read(range)) ?? Readable.from([]));
      expect((await read()).equals(bytes)).toBe(true);
      expect(await read({ first: 1, last: 3 })).toEqual(Buffer.from('PNG'));
    });

    test('leaves no pending upload after its creation', async () => {
      await create();
      expect((await context.settled()).pending).toEqual([]);
    });

    test('can be managed only with the management token of this profile', async () => {
      const { profile, token } = await create();
      const other = await create();

      expect((await context.service.findManaged(profile.id, token, noDeadline()))?.profile).toEqual(profile);
      expect(await context.service.findManaged(profile.id, other.token, noDeadline())).toBeNull();
      expect(await context.service.findManaged(profile.id, '', noDeadline())).toBeNull();
      expect(await context.service.findManaged('no id', token, noDeadline())).toBeNull();
    });

    test('has only the new file after the file was replaced', async () => {
      const created = await create();
      const { id, createdAt } = created.profile;
      const changed = await change(created);
      expect(changed).toMatchObject({ id, createdAt, name: 'Eve' });
      expect((await context.settled()).files).toEqual([changed?.file?.id]);
    });

    test('has no file after the file was removed', async () => {
      const { profile, token } = await create();
      await context.service.change({ id: profile.id, token, details, file: 'remove' }, noDeadline());
      expect(await context.settled()).toEqual({ ...nothing, rows: [null] });
    });

    test('is not changed by a request with a wrong token, and the uploaded file is removed', async () => {
      const { profile } = await create();
      expect(await change({ profile, token: 'x' })).toBeNull();
      expect(await context.settled()).toMatchObject({ files: [profile.file?.id], pending: [] });
    });

    test('has exactly one file after two concurrent changes', async () => {
      const created = await create();
      const results = await Promise.allSettled([change(created), change(created)]);

      const failed = results.filter((result) => result.status === 'rejected');
      for (const { reason } of failed) expect(reason).toMatchObject({ reason: 'concurrentChange' });
      expect((await context.swept()).files).toHaveLength(1);
    });

    test('is shown with the metadata of its file while the file is replaced', async () => {
      const created = await create();
      const { findPublic } = context.stores.repository;
      jest.spyOn(context.stores.repository, 'findPublic').mockImplementationOnce(async (id) => {
        const before = await findPublic.call(context.stores.repository, id);
        await change(created);
        await context.service.settled();
        return before;
      });
      const shown = await context.service.find(created.profile.id, noDeadline());
      expect(shown?.file?.fileId).toBe(shown?.profile.file?.id);
    });

    test('is deleted from all three stores, and a second deletion finds no profile', async () => {
      const { profile, token } = await create();
      expect(await context.service.delete(profile.id, 'x', noDeadline())).toBe(false);
      expect(await context.service.delete(profile.id, token, noDeadline())).toBe(true);
      expect(await context.settled()).toEqual(nothing);
      expect(await context.service.delete(profile.id, token, noDeadline())).toBe(false);
    });
  });

  describe('Profile whose deletion has started', () => {
    let id: string;
    let token: string;

    beforeEach(async () => {
      ({
        profile: { id },
        token,
      } = await create());
      await context.stores.repository.markDeleted(id);
    });

    test('is neither shown nor changed', async () => {
      expect(
        await Promise.all([
          context.service.find(id, noDeadline()),
          context.service.findManaged(id, token, noDeadline()),
          context.service.openFile(id, noDeadline()),
          context.service.change({ id, token, details, file: 'keep' }, noDeadline()),
        ]),
      ).toEqual([null, null, null, null]);
    });

    test('is not restored when its form is sent again, which creates another profile', async () => {
      const { profile } = await context.service.create(
        { details, upload: null, retryToken: { id, token, source: 'form' } },
        noDeadline(),
      );
      expect(profile.id).not.toBe(id);
    });

    test('is not restored by a retry with its Idempotency-Key, which is rejected', async () => {
      const retry = context.service.create(
        { details, upload: null, retryToken: { id, token, source: 'key' } },
        noDeadline(),
      );
      await expect(retry).rejects.toMatchObject({ reason: 'profileDeleted' });
    });

    test('is deleted completely when the deletion is retried', async () => {
      expect(await context.service.delete(id, token, noDeadline())).toBe(true);
      expect(await context.settled()).toEqual(nothing);
    });
  });

  describe('Upload', () => {
    const upload = (bytes: Buffer) => withUpload(context.service, async () => undefined, bytes);

    test('of too many bytes is rejected immediately, without reading the rest', async () => {
      let read = 0;
      async function* endless(): AsyncGenerator<Buffer> {
        for (;;) {
          read += 1;
          yield Buffer.alloc(1024 * 1024, 'a');
        }
      }
      const pending = context.service.startUpload('a.txt');
      await expect(pending.receive(endless(), noDeadline())).rejects.toMatchObject({ reason: 'fileTooLarge' });
      pending.discard();
      expect(read).toBeLessThan(13);
      expect((await context.settled()).pending).toEqual([]);
    });

    test('is rejected if bytes that are not text follow a megabyte of text', async () => {
      const bytes = Buffer.concat([Buffer.alloc(1024 * 1024, 'a'), Buffer.from([0xc3])]);
      await expect(upload(bytes)).rejects.toMatchObject({ reason: 'fileTypeNotAllowed' });
      expect((await context.settled()).pending).toEqual([]);
    });

    test('of a type that is not allowed is rejected before anything is stored', async () => {
      context.faulty.next('files.upload', 'refused');
      await expect(upload(Buffer.from('PK\x03\x04 and so on, and on'))).rejects.toBeInstanceOf(ProfileError);
      expect(context.faulty.isSpent).toBe(false);
    });

    test.each([100_000, 5_400_000])('leaves no objects if the client disconnects after %i bytes', async (sent) => {
      const client = new AbortController();
      async function* cut(): AsyncGenerator<Buffer> {
        yield* inChunks(Buffer.alloc(sent, 'a'));
        client.abort(new Error('disconnected'));
        throw new Error('disconnected');
      }
      const pending = context.service.startUpload('a.txt');
      await expect(pending.receive(cut(), client.signal)).rejects.toThrow('disconnected');
      pending.discard();
      expect(await context.swept()).toEqual(nothing);
    });

    test.each(faults)('leaves no objects if S3 fails (%s), and reports that nothing was saved', async (fault) => {
      context.faulty.next('files.upload', fault);
      await expect(upload(textFile)).rejects.toThrow(/nothing was saved/);
      expect((await context.settled()).pending).toEqual([]);
    });
  });

  describe('Creation', () => {
    test.each(withFaults(createSteps))('stores everything or nothing if %s fails (%s)', async (step, fault) => {
      context.faulty.next(step, fault);
      const isUncertain = step === 'repository.insert' && fault === 'lost';
      await expect(create()).rejects.toThrow(isUncertain ? /is unknown/ : /nothing was stored/);
      expect(context.faulty.isSpent).toBe(true);
      expect((await context.swept()).rows).toHaveLength(isUncertain ? 1 : 0);
    });

    test('that fails leaves its files to the sweep if it cannot remove them', async () => {
      for (const step of ['repository.insert', 'metadata.delete', 'files.deletePending'])
        context.faulty.next(step, 'refused');
      await expect(create()).rejects.toThrow(/nothing was stored/);
      expect(await context.settled()).toMatchObject({ files: [expect.any(String)], pending: [expect.any(String)] });
      expect(await context.swept()).toMatchObject({ files: [], metadata: [] });
    });
  });

  describe('Change', () => {
    test.each(withFaults(changeSteps))('stores everything or nothing if %s fails (%s)', async (step, fault) => {
      const created = await create();
      await context.service.settled();
      context.faulty.next(step, fault);
      const isUncertain = step === 'repository.update' && fault === 'lost';
      await expect(change(created)).rejects.toThrow(isUncertain ? /is unknown/ : /is unchanged/);
      await context.swept();
      const shown = await context.service.find(created.profile.id, noDeadline());
      expect(shown?.profile.name).toBe(isUncertain ? 'Eve' : 'Ada');
    });
  });

  describe('Deletion', () => {
    test.each(withFaults(deleteSteps))('is completed by a second attempt if %s fails (%s)', async (step, fault) => {
      const { profile, token } = await create();
      await context.service.settled();
      context.faulty.next(step, fault);
      await expect(context.service.delete(profile.id, token, noDeadline())).rejects.toThrow(StoreUnavailable);
      const hasStarted = step !== 'repository.find' && !(step === 'repository.markDeleted' && fault === 'refused');
      expect((await context.service.find(profile.id, noDeadline())) === null).toBe(hasStarted);

      const isDone = step === 'repository.erase' && fault === 'lost';
      expect(await context.service.delete(profile.id, token, noDeadline())).toBe(!isDone);
      expect(await context.settled()).toEqual(nothing);
    });

    test.each(deleteSteps.slice(2))('is completed by the sweep if %s fails', async (step) => {
      const { profile, token } = await create();
      context.faulty.next(step, 'refused');
      await expect(context.service.delete(profile.id, token, noDeadline())).rejects.toThrow(/has started/);
      expect((await context.swept()).rows).toEqual([]);
    });
  });

  test('Service keeps its stores consistent during 150 concurrent writes to a few profiles, even if some writes fail', async () => {
    const random = createRandom(7);
    const known: CreatedProfile[] = [];
    const deleted = new Set<string>();
    let failures = 0;
    context.faulty.decide = () => (random() < 0.2 ? (random() < 0.5 ? 'refused' : 'lost') : undefined);

    const isExpected = (error: unknown) =>
      error instanceof StoreUnavailable || (error instanceof ProfileError && error.reason === 'concurrentChange');

    async function write(): Promise<void> {
      // Chooses one of the five newest profiles, so that several writers often change the same one.
      const own = known.at(-Math.ceil(random() * 5));
      const kind = random();
      const hasFile = random() < 0.4;
      if (own === undefined || kind < 0.3) {
        const created = hasFile
          ? create()
          : context.service.create({ details, upload: null, retryToken: createRetryToken() }, noDeadline());
        known.push(await created);
      } else if (kind < 0.8) {
        const { profile, token } = own;
        await (hasFile
          ? change(own)
          : context.service.change({ id: profile.id, token, details, file: 'keep' }, noDeadline()));
      } else if (await context.service.delete(own.profile.id, own.token, noDeadline())) deleted.add(own.profile.id);
    }
    async function writer(count: number): Promise<void> {
      for (let n = 0; n < count; n += 1) {
        await write().catch((error: unknown) => {
          if (!isExpected(error)) throw error;
          failures += 1;
        });
      }
    }
    await Promise.all(Array.from({ length: 10 }, () => writer(15)));
    context.faulty.reset();

    expect(failures).toBeGreaterThan(25);
    await context.swept();
    // Profiles whose deletion succeeded must still be missing.
    for (const id of deleted) expect(await context.service.find(id, noDeadline())).toBeNull();
  });
}

/** Returns a generator of pseudorandom numbers from 0 to 1 (mulberry32). The same seed always results in the same numbers. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
