import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { sql } from 'kysely';
import { Problem } from '../../../app/http/problem';
import { type Claim, claimOf, createClaim, formatClaim, readClaim } from '../../../app/profiles/claim';
import type { ByteRange } from '../../../app/profiles/files/file-store';
import type { ProfileDetails } from '../../../app/profiles/profile';
import type { CreatedProfile, PendingFile } from '../../../app/profiles/profile-service';
import { StoredProfileService } from '../../../app/profiles/stored-profile-service';
import { CommitUncertain } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import { type Fault, FaultyStores } from './faulty-profiles';
import type { ProfileStores } from './profile-stores';

export const details: ProfileDetails = { name: 'Ada', email: 'ada@example.com', phone: null, about: 'First.' };

const nothing = { rows: [], files: [], metadata: [], pending: [], deleting: 0 };

const text = Buffer.from('Some text.\n');

/** Everything that a service may write, by step. */
const steps = {
  receive: ['files.upload'],
  create: ['files.promote', 'metadata.put', 'repository.insert'],
  change: ['repository.find', 'files.promote', 'metadata.put', 'repository.update'],
  remove: ['repository.find', 'repository.markDeleted', 'metadata.delete', 'files.delete', 'repository.erase'],
} as const;

const faults: readonly Fault[] = ['refused', 'lost'];

const rowsOf = (names: readonly string[]) => names.flatMap((step) => faults.map((fault) => [step, fault] as const));

/** A service over stores that can be told to fail. */
export function createFaultyService(stores: ProfileStores) {
  const faulty = new FaultyStores();
  const uncertain = (step: string) =>
    /insert|update|markDeleted/.test(step)
      ? new CommitUncertain(new Error(step))
      : new StoreUnavailable(new Error(`${step} failed`));
  const service = new StoredProfileService({
    repository: faulty.wrap('repository', stores.repository, uncertain),
    files: faulty.wrap('files', stores.files),
    metadata: faulty.wrap('metadata', stores.metadata),
    log: { warn: () => undefined, error: () => undefined },
    responseMs: 30_000,
  });
  return { service, faulty };
}

/** Uploads a file whole. */
export async function receive(service: StoredProfileService, bytes = text, name = 'a.txt'): Promise<PendingFile> {
  const file = await service.receive(name, inChunks(bytes), new AbortController().signal);
  if (file === null) throw new Error('Nothing came');
  return file;
}

/** Bytes as a network brings them. */
export async function* inChunks(bytes: Buffer, size = 65_536): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** The tests of the order in which the three stores are written, and of what is left when one of them fails. */
export function defineServiceContract(start: () => ProfileStores): void {
  let stores: ProfileStores;
  let service: StoredProfileService;
  let faulty: FaultyStores;

  beforeAll(() => {
    stores = start();
    ({ service, faulty } = createFaultyService(stores));
  });
  beforeEach(() => stores.clear());
  afterEach(async () => {
    faulty.reset();
    await service.settled();
  });

  const create = async (): Promise<CreatedProfile> => service.create(details, await receive(service));

  /** What stands in the stores when all has settled: every row's file must be whole there, swept or not. */
  async function settledContents() {
    await service.settled();
    const contents = await stores.contents();
    for (const held of contents.rows.filter((fileId) => fileId !== null)) {
      expect(contents.files).toContain(held);
      expect(contents.metadata).toContain(held);
    }
    return contents;
  }

  /** As much as that, and nothing that no row names, once it has been swept. */
  async function sweptContents() {
    await settledContents();
    await service.sweep({ filesOlderThanMs: 0, deletionsOlderThanMs: 0 });
    const contents = await settledContents();
    const held = contents.rows.filter((fileId) => fileId !== null).sort();
    expect(contents).toEqual({ rows: contents.rows, files: held, metadata: held, pending: [], deleting: 0 });
    return contents;
  }

  describe('a profile with a file', () => {
    test('is stored, shown and read back whole', async () => {
      const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200_000, 7)]);
      const { profile, token } = await service.create(details, await receive(service, bytes, '../../Zoë\u202e.png'));

      expect(profile).toMatchObject({ ...details, file: { name: 'Zoë.png' } });
      expect(token).toMatch(/^[\w-]{43}$/);
      const shown = await service.find(profile.id);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(shown?.file).toMatchObject({
        size: bytes.length,
        type: 'image/png',
        sha256,
        key: expect.stringMatching(/^files\//),
      });
      expect(shown?.profile).not.toHaveProperty('email');
      const opened = await service.openFile(profile.id);
      const read = async (range?: ByteRange) => buffer((await opened?.read(range)) ?? Readable.from([]));
      expect((await read()).equals(bytes)).toBe(true);
      expect(await read({ first: 1, last: 3 })).toEqual(Buffer.from('PNG'));
    });

    test('leaves nothing pending', async () => {
      await create();
      expect((await settledContents()).pending).toEqual([]);
    });

    test('is managed with its own token alone', async () => {
      const { profile, token } = await create();
      const other = await create();

      expect((await service.findManaged(profile.id, token))?.profile).toEqual(profile);
      expect(await service.findManaged(profile.id, other.token)).toBeNull();
      expect(await service.findManaged(profile.id, '')).toBeNull();
      expect(await service.findManaged('no id', token)).toBeNull();
    });

    test('may give its file for another, and then none', async () => {
      const { profile, token } = await create();
      const changed = await service.change(profile.id, token, { ...details, name: 'Eve' }, await receive(service));
      expect(changed).toMatchObject({ id: profile.id, createdAt: profile.createdAt, name: 'Eve' });
      expect((await settledContents()).files).toEqual([changed?.file?.id]);

      await service.change(profile.id, token, details, 'remove');
      expect(await settledContents()).toEqual({ ...nothing, rows: [null] });
    });

    test('is not changed without its token, and the file that came is gone', async () => {
      const { profile } = await create();
      expect(await service.change(profile.id, 'x', details, await receive(service))).toBeNull();
      expect((await settledContents()).files).toEqual([profile.file?.id]);
      expect((await settledContents()).pending).toEqual([]);
    });

    test('changed by two requests at once is as one of them says, with its file', async () => {
      const { profile, token } = await create();
      const files = [await receive(service), await receive(service)] as const;
      const results = await Promise.allSettled(files.map((file) => service.change(profile.id, token, details, file)));

      const failed = results.filter((result) => result.status === 'rejected');
      for (const { reason } of failed) expect(reason).toMatchObject({ status: 409 });
      expect((await sweptContents()).files).toHaveLength(1);
    });

    test('is shown with one or the other to whoever looks while it is given another', async () => {
      const { profile, token } = await create();
      const { findPublic } = stores.repository;
      jest.spyOn(stores.repository, 'findPublic').mockImplementationOnce(async (id) => {
        const before = await findPublic.call(stores.repository, id);
        await service.change(id, token, details, await receive(service));
        await service.settled();
        return before;
      });
      const shown = await service.find(profile.id);
      expect(shown?.file?.fileId).toBe(shown?.profile.file?.id);
    });

    test('is deleted from all three stores, once', async () => {
      const { profile, token } = await create();
      expect(await service.remove(profile.id, 'x')).toBe(false);
      expect(await service.remove(profile.id, token)).toBe(true);
      expect(await settledContents()).toEqual(nothing);
      expect(await service.remove(profile.id, token)).toBe(false);
    });
  });

  describe('a profile whose deletion has begun', () => {
    let id: string;
    let token: string;

    beforeEach(async () => {
      ({
        profile: { id },
        token,
      } = await create());
      await stores.repository.markDeleted(id);
    });

    test('is shown to nobody, has no file, and is not changed', async () => {
      expect(
        await Promise.all([
          service.find(id),
          service.findManaged(id, token),
          service.openFile(id),
          service.change(id, token, details, 'keep'),
        ]),
      ).toEqual([null, null, null, null]);
    });

    test('is not brought back by its form, which makes another one', async () => {
      const { profile } = await service.create(details, null, { id, token, repeat: 'change' });
      expect(profile.id).not.toBe(id);
    });

    test('is not brought back by its key', async () => {
      await expect(service.create(details, null, { id, token, repeat: 'return' })).rejects.toMatchObject({
        status: 410,
      });
    });

    test('is deleted by repeating the deletion', async () => {
      expect(await service.remove(id, token)).toBe(true);
      expect(await settledContents()).toEqual(nothing);
    });
  });

  describe('an upload', () => {
    test('of nothing is no file', async () => {
      expect(await service.receive('a.txt', inChunks(Buffer.alloc(0)), new AbortController().signal)).toBeNull();
    });

    test('that is too large is refused as soon as it is, and not read on', async () => {
      let read = 0;
      async function* endless(): AsyncGenerator<Buffer> {
        for (;;) {
          read += 1;
          yield Buffer.alloc(1024 * 1024, 'a');
        }
      }
      const upload = service.receive('a.txt', endless(), new AbortController().signal);
      await expect(upload).rejects.toMatchObject({ status: 413 });
      expect(read).toBeLessThan(13);
      expect((await settledContents()).pending).toEqual([]);
    });

    test('that is no text after a megabyte of text is refused', async () => {
      const bytes = Buffer.concat([Buffer.alloc(1024 * 1024, 'a'), Buffer.from([0xc3])]);
      await expect(receive(service, bytes)).rejects.toMatchObject({ status: 415 });
      expect((await settledContents()).pending).toEqual([]);
    });

    test('of another type is refused before anything is stored', async () => {
      faulty.next('files.upload', 'refused');
      await expect(receive(service, Buffer.from('PK\x03\x04 and so on, and on'))).rejects.toBeInstanceOf(Problem);
      expect(faulty.isSpent).toBe(false);
    });

    test.each([100_000, 5_400_000])('whose client hangs up after %i bytes leaves nothing', async (sent) => {
      const client = new AbortController();
      async function* cut(): AsyncGenerator<Buffer> {
        yield* inChunks(Buffer.alloc(sent, 'a'));
        client.abort(new Error('hung up'));
        throw new Error('hung up');
      }
      await expect(service.receive('a.txt', cut(), client.signal)).rejects.toThrow('hung up');
      expect(await sweptContents()).toEqual(nothing);
    });

    test.each(faults)('that S3 does not take (%s) is told as not stored, and leaves nothing', async (fault) => {
      faulty.next('files.upload', fault);
      await expect(receive(service)).rejects.toThrow(/nothing was/);
      expect((await settledContents()).pending).toEqual([]);
    });
  });

  describe('when one step fails', () => {
    test.each(rowsOf(steps.create))('create (%s, %s) tells the truth and leaves no half', async (step, fault) => {
      const file = await receive(service);
      faulty.next(step, fault);
      const isUncertain = step === 'repository.insert' && fault === 'lost';
      await expect(service.create(details, file)).rejects.toThrow(isUncertain ? /not known/ : /nothing was/);
      expect(faulty.isSpent).toBe(true);
      expect((await sweptContents()).rows).toHaveLength(isUncertain ? 1 : 0);
    });

    test.each(rowsOf(steps.change))('change (%s, %s) tells the truth and leaves no half', async (step, fault) => {
      const { profile, token } = await create();
      await service.settled();
      const file = await receive(service);
      faulty.next(step, fault);
      const isUncertain = step === 'repository.update' && fault === 'lost';
      const change = service.change(profile.id, token, { ...details, name: 'Eve' }, file);
      await expect(change).rejects.toThrow(isUncertain ? /not known/ : /as it was/);
      await sweptContents();
      expect((await service.find(profile.id))?.profile.name).toBe(isUncertain ? 'Eve' : 'Ada');
    });

    test.each(rowsOf(steps.remove))(
      'remove (%s, %s) tells the truth, and repeating it finishes',
      async (step, fault) => {
        const { profile, token } = await create();
        await service.settled();
        faulty.next(step, fault);
        await expect(service.remove(profile.id, token)).rejects.toThrow(StoreUnavailable);
        const hasBegun = step !== 'repository.find' && !(step === 'repository.markDeleted' && fault === 'refused');
        expect((await service.find(profile.id)) === null).toBe(hasBegun);

        const isGone = step === 'repository.erase' && fault === 'lost';
        expect(await service.remove(profile.id, token)).toBe(!isGone);
        expect(await settledContents()).toEqual(nothing);
      },
    );

    test.each(steps.remove.slice(2))('the sweep finishes a deletion that stopped at %s', async (step) => {
      const { profile, token } = await create();
      faulty.next(step, 'refused');
      await expect(service.remove(profile.id, token)).rejects.toThrow(/has begun/);
      expect((await sweptContents()).rows).toEqual([]);
    });

    test('and what is to be tidied fails too, the sweep does it', async () => {
      const file = await receive(service);
      faulty.next('repository.insert', 'refused');
      faulty.next('metadata.delete', 'refused');
      faulty.next('files.deletePending', 'refused');
      await expect(service.create(details, file)).rejects.toThrow(/nothing was/);
      expect(await settledContents()).toMatchObject({ files: [expect.any(String)], pending: [file.id] });
      expect(await sweptContents()).toMatchObject({ files: [], metadata: [] });
    });
  });

  describe('a claim', () => {
    /** As the form brings it back. */
    const repeated = (claim: Claim) => readClaim(formatClaim(claim)) ?? undefined;
    const eve = { ...details, name: 'Eve' };

    test.each(rowsOf(steps.create))(
      'of a form is stored once if %s was %s, and manages the profile',
      async (step, fault) => {
        const claim = createClaim();
        faulty.next(step, fault);
        await expect(service.create(details, await receive(service), claim)).rejects.toThrow(StoreUnavailable);
        const again = async () => service.create(details, await receive(service), repeated(claim));
        const stored = [await again(), await again()];

        expect(stored.map(({ profile, token }) => [profile.id, token])).toEqual(Array(2).fill([claim.id, claim.token]));
        expect((await service.findManaged(claim.id, claim.token))?.profile).toMatchObject(details);
        expect((await sweptContents()).rows).toEqual([expect.any(String)]);
      },
    );

    test('of a form that was edited changes the profile, and keeps its file', async () => {
      const claim = createClaim();
      const first = await service.create(details, await receive(service), claim);
      const { profile } = await service.create(eve, null, repeated(claim));
      expect(profile).toEqual({ ...first.profile, name: 'Eve' });
      expect((await sweptContents()).rows).toEqual([first.profile.file?.id]);
    });

    test('of a form with another name and another address makes another profile, once', async () => {
      const claim = createClaim();
      const first = await service.create(details, null, claim);
      const other = { ...eve, email: 'eve@example.com' };
      faulty.next('repository.insert', 'lost');
      await expect(service.create(other, null, repeated(claim))).rejects.toThrow(CommitUncertain);
      const again = await Promise.all([1, 2].map(() => service.create(other, null, repeated(claim))));
      expect(new Set(again.map(({ profile }) => profile.id)).size).toBe(1);
      expect(again[0]?.profile).toMatchObject(other);
      expect((await service.findManaged(claim.id, claim.token))?.profile).toEqual(first.profile);
      expect((await sweptContents()).rows).toHaveLength(2);
    });

    test('of a form whose profile was deleted makes another one, once', async () => {
      const claim = createClaim();
      await service.create(details, null, claim);
      await service.remove(claim.id, claim.token);
      const stored = [1, 2].map(() => service.create(details, null, repeated(claim)));
      const ids = (await Promise.all(stored)).map(({ profile }) => profile.id);
      expect([new Set(ids).size, ids.includes(claim.id)]).toEqual([1, false]);
    });

    test('of a form that comes with another file, and no other change, has that file', async () => {
      const claim = createClaim();
      await service.create(details, await receive(service), claim);
      const { profile } = await service.create(details, await receive(service, text, 'b.txt'), repeated(claim));
      expect(profile.file?.name).toBe('b.txt');
      expect((await sweptContents()).rows).toEqual([profile.file?.id]);
    });

    test('of a form with the id of another profile makes another one', async () => {
      const first = await create();
      const { profile } = await service.create(eve, null, repeated({ ...createClaim(), id: first.profile.id }));
      expect(profile.id).not.toBe(first.profile.id);
      expect((await service.findManaged(first.profile.id, first.token))?.profile).toEqual(first.profile);
    });

    test('of a form that fails again stays unknown', async () => {
      faulty.next('repository.find', 'refused');
      await expect(service.create(details, null, repeated(createClaim()))).rejects.toThrow(CommitUncertain);
    });

    test.each(rowsOf(['repository.insert']))(
      'of a key is stored once if %s was %s, at once too',
      async (step, fault) => {
        const add = async () => {
          const file = await receive(service);
          return service.create(details, file, claimOf('a key of the client', details, file));
        };
        faulty.next(step, fault);
        await expect(add()).rejects.toThrow(StoreUnavailable);
        const [one, ...others] = await Promise.all([add(), add(), add()]);
        for (const { profile, token } of others) expect([profile.id, token]).toEqual([one?.profile.id, one?.token]);
        expect((await service.findManaged(one?.profile.id ?? '', one?.token ?? ''))?.profile).toMatchObject(details);
        expect((await sweptContents()).rows).toHaveLength(1);
      },
    );

    test('of a key returns the profile as it is, and takes no other', async () => {
      const keyed = (one: ProfileDetails) => service.create(one, null, claimOf('a key of the client', one, null));
      const { profile, token } = await keyed(details);
      await service.change(profile.id, token, eve, 'keep');
      expect(await keyed(details)).toEqual({ profile: { ...profile, name: 'Eve' }, token });
      await expect(keyed(eve)).rejects.toMatchObject({ status: 422 });
      await service.remove(profile.id, token);
      for (const one of [details, eve]) await expect(keyed(one)).rejects.toMatchObject({ status: 410 });
      expect((await settledContents()).rows).toEqual([]);
    });
  });

  describe('a sweep', () => {
    const hourMs = 3_600_000;
    const none = { files: 0, pending: 0, profiles: 0 };

    /** Gives all objects of now this age. */
    function age(ageMs: number): void {
      const list = stores.files.list.bind(stores.files);
      jest.spyOn(stores.files, 'list').mockImplementation(async function* (prefix) {
        for await (const objects of list(prefix)) yield objects.map((object) => ({ ...object, ageMs }));
      });
    }
    afterEach(() => jest.restoreAllMocks());

    test.each([
      ['leaves files alone', hourMs - 1, none],
      ['removes files that no row names, and pending ones', hourMs, { ...none, files: 1, pending: 1 }],
    ])('%s that are %i ms old', async (_title, ageMs, swept) => {
      const { profile } = await create();
      const file = await receive(service);
      faulty.next('repository.insert', 'refused');
      faulty.next('metadata.delete', 'refused');
      faulty.next('files.deletePending', 'refused');
      await expect(service.create(details, file)).rejects.toThrow();
      await service.settled();
      age(ageMs);
      expect(await service.sweep()).toEqual(swept);
      const { files, pending } = await settledContents();
      expect([files.length, pending.length]).toEqual([2 - swept.files, 1 - swept.pending]);
      expect(files).toContain(profile.file?.id);
    });

    test.each([
      ['keeps', 86_340, 410],
      ['forgets', 86_400, undefined],
    ])('%s the id of a profile that was deleted %i s ago', async (_title, seconds, status) => {
      const keyed = () => service.create(details, null, claimOf('a key of the client', details, null));
      const { profile, token } = await keyed();
      await service.remove(profile.id, token);
      await sql`update profiles set deleted_at = deleted_at - make_interval(secs => ${sql.lit(seconds)})`.execute(
        stores.database,
      );
      expect(await service.sweep()).toEqual(none);
      const again = await keyed().catch((error: Problem) => error.status);
      expect(again).toEqual(status ?? { profile: expect.objectContaining({ id: profile.id }), token });
    });

    // The clock of the database runs on between the two statements.
    test.each([
      ['leaves a deletion alone', 540, none],
      ['finishes a deletion', 600, { ...none, profiles: 1 }],
    ])('%s that began %i s ago', async (_title, seconds, swept) => {
      const { profile } = await create();
      await stores.repository.markDeleted(profile.id);
      await sql`
        update profiles set deleted_at = deleted_at - make_interval(secs => ${sql.lit(seconds)}) where id = ${profile.id}
      `.execute(stores.database);
      expect(await service.sweep()).toEqual(swept);
      expect((await settledContents()).deleting).toBe(1 - swept.profiles);
    });
  });

  test('300 mixed writes at once to few profiles under injected faults end consistent', async () => {
    const random = createRandom(7);
    const known: CreatedProfile[] = [];
    const gone = new Set<string>();
    let failures = 0;
    faulty.decide = () => (random() < 0.2 ? (random() < 0.5 ? 'refused' : 'lost') : undefined);

    async function write(): Promise<void> {
      // The youngest, so that writers meet.
      const owned = known.at(-Math.ceil(random() * 5));
      const kind = random();
      const upload = () => (random() < 0.4 ? receive(service) : null);
      if (owned === undefined || kind < 0.3) known.push(await service.create(details, await upload()));
      else if (kind < 0.8) await service.change(owned.profile.id, owned.token, details, (await upload()) ?? 'keep');
      else if (await service.remove(owned.profile.id, owned.token)) gone.add(owned.profile.id);
    }
    async function writer(count: number): Promise<void> {
      for (let n = 0; n < count; n += 1) {
        await write().catch((error: unknown) => {
          if (!(error instanceof StoreUnavailable) && !(error instanceof Problem && error.status === 409)) throw error;
          failures += 1;
        });
      }
    }
    await Promise.all(Array.from({ length: 10 }, () => writer(30)));
    faulty.reset();

    expect(failures).toBeGreaterThan(50);
    await sweptContents();
    // What was answered is true: deleted profiles are gone, and the sweep has finished every deletion that had begun.
    for (const { profile } of known.filter(({ profile: { id } }) => gone.has(id))) {
      expect(await service.find(profile.id)).toBeNull();
    }
  });
}

/** The same numbers in every run, each from 0 to 1 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
