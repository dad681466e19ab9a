import { randomBytes, randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { migrate } from '../../../app/profiles/database/migrate';
import { createProfiles } from '../../../app/profiles/database/migrations/0001_create_profiles';
import type { Migration } from '../../../app/profiles/database/migrations/migration';
import { createProfileRepository } from '../../../app/profiles/database/postgres-profile-repository';
import type { ProfilesSchema } from '../../../app/profiles/database/profiles-schema';
import type { ProfilePlace } from '../../../app/profiles/profile';
import type { NewRow, ProfileRepository } from '../../../app/profiles/profile-repository';
import { MigrationMissing } from '../../../app/profiles/unavailable';
import { StoreUnavailable } from '../../../app/stores/store-unavailable';
import { TcpProxy } from '../http/tcp-proxy';
import { useFakeTimeouts } from '../jest/fake-timeouts';
import type { Postgres } from './postgres';
import { appUser, createTestDatabase } from './profile-stores';
import { unreachedMs } from './timeouts';

/** Returns a row to insert, with these values instead of the defaults. */
function newRow(row: Partial<NewRow> = {}): NewRow {
  return {
    id: randomUUID(),
    name: 'Ada',
    email: 'ada@example.com',
    phone: null,
    about: null,
    file: null,
    tokenHash: randomBytes(32),
    ...row,
  };
}

/** Defines the tests of the profile repository, so that they can run with several PostgreSQL servers. */
export function defineProfileRepositoryTests(postgres: () => Postgres): void {
  let database: Kysely<ProfilesSchema>;
  let repository: ProfileRepository;

  beforeAll(async () => {
    database = createTestDatabase(postgres());
    await sql`drop table if exists profiles, migrations`.execute(database);
    await migrate(database as Kysely<unknown>, { user: appUser });
    const asApp = createTestDatabase(postgres(), { login: appUser });
    repository = createProfileRepository({ database: asApp, timeoutMs: unreachedMs });
  });
  afterAll(() => Promise.all([repository.end(), database.destroy()]));
  beforeEach(() => sql`delete from profiles`.execute(database));

  /** Inserts rows with these names. Each row is a microsecond older than the previous one. */
  async function insertInTurn(names: readonly string[]): Promise<NewRow[]> {
    const rows = names.map((name) => newRow({ name }));
    for (const [n, row] of rows.entries()) {
      await repository.insert(row);
      const createdAt = `2026-11-21T07:42:43.${String(999_000 - n).padStart(6, '0')}Z`;
      await sql`update profiles set created_at = ${createdAt}::timestamptz where id = ${row.id}`.execute(database);
    }
    return rows;
  }

  const namesOf = async (search: string) =>
    (await repository.list({ limit: 100, search })).profiles.map(({ name }) => name);

  describe('Row', () => {
    test('with special characters is read exactly as it was written', async () => {
      const text = `'; drop table profiles; -- <script>alert(1)</script> \\ % _ \${x} 東京 👩‍👩‍👧 \n\tمرحبا`;
      const file = { id: randomUUID(), name: text };
      const row = newRow({ name: text, email: text, phone: text, about: text, file });
      const createdAt = await repository.insert(row);

      expect(await repository.find(row.id)).toEqual({
        ...row,
        createdAt,
        revision: expect.any(String),
        isDeleted: false,
      });
    });

    test('gets its creation time from the database, with a precision of microseconds', async () => {
      const before = Date.now();
      const createdAt = (await repository.insert(newRow())) ?? '';
      expect(createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
      expect(Date.parse(createdAt)).toBeGreaterThan(before - 5_000);
      expect(Date.parse(createdAt)).toBeLessThan(Date.now() + 5_000);
    });

    test('has a public view without the email address and the phone number', async () => {
      const row = newRow({ phone: '+44 20 7946 0000' });
      const createdAt = await repository.insert(row);
      expect(await repository.findPublic(row.id)).toEqual({
        id: row.id,
        createdAt,
        name: 'Ada',
        about: null,
        file: null,
      });
    });

    test('that was never inserted is not found', async () => {
      expect(await repository.find(randomUUID())).toBeNull();
    });

    test('stays unchanged if it is inserted a second time', async () => {
      const row = newRow();
      const first = await repository.insert(row);
      expect(await repository.insert({ ...row, name: 'Eve' })).toBe(first);
      expect((await repository.find(row.id))?.name).toBe('Ada');
    });

    test('is not inserted if its id belongs to a row with another token, or to a deleted profile', async () => {
      const row = newRow();
      await repository.insert(row);
      expect(
        await repository.insert({ ...newRow({ name: 'Eve' }), id: row.id, tokenHash: Buffer.alloc(32) }),
      ).toBeNull();
      expect((await repository.find(row.id))?.name).toBe('Ada');
      await repository.markDeleted(row.id);
      expect(await repository.insert(row)).toBeNull();
    });
  });

  describe('Update', () => {
    test('replaces the details and the revision', async () => {
      const row = newRow();
      await repository.insert(row);
      const { revision = '' } = (await repository.find(row.id)) ?? {};
      const changed = { name: 'Eve', email: 'eve@example.com', phone: '12345', about: 'text', file: null };

      expect(await repository.update(row.id, revision, changed)).toBe(true);
      const found = await repository.find(row.id);
      expect(found).toMatchObject(changed);
      expect(found?.revision).not.toBe(revision);
    });

    test('with an older revision changes nothing', async () => {
      const row = newRow();
      await repository.insert(row);
      expect(await repository.update(row.id, randomUUID(), { ...row, name: 'Eve' })).toBe(false);
      expect((await repository.find(row.id))?.name).toBe('Ada');
    });

    test('of a deleted profile changes nothing', async () => {
      const row = newRow();
      await repository.insert(row);
      await repository.markDeleted(row.id);
      const { revision = '' } = (await repository.find(row.id)) ?? {};
      expect(await repository.update(row.id, revision, row)).toBe(false);
    });
  });

  describe('Deletion', () => {
    test('hides the profile and returns the id of the file, even if the deletion is retried', async () => {
      const file = { id: randomUUID(), name: 'a.png' };
      const row = newRow({ file });
      await repository.insert(row);

      for (const _ of [1, 2]) expect(await repository.markDeleted(row.id)).toEqual({ id: row.id, fileId: file.id });
      expect(await repository.findPublic(row.id)).toBeNull();
      expect((await repository.list({ limit: 1 })).profiles).toEqual([]);
      expect((await repository.find(row.id))?.isDeleted).toBe(true);
    });

    test('erases the data of the profile immediately and the id later, and changes no other profile', async () => {
      const [kept, gone] = [newRow(), newRow()];
      await repository.insert(kept);
      await repository.insert(gone);
      await repository.markDeleted(gone.id);
      for (const { id } of [kept, gone, gone]) await repository.erase(id);
      await repository.forgetErased(60_000);

      expect(await repository.find(gone.id)).toEqual({
        ...{ id: gone.id, createdAt: expect.any(String), name: '', email: '', phone: null, about: null, file: null },
        ...{ tokenHash: Buffer.alloc(32), revision: expect.any(String), isDeleted: true },
      });
      expect(await repository.insert(gone)).toBeNull();
      expect(await repository.staleDeletions(0)).toEqual([]);
      await repository.forgetErased(0);
      expect(await repository.find(gone.id)).toBeNull();
      expect((await repository.find(kept.id))?.name).toBe(kept.name);
    });

    test('is reported as stale when it has the given minimum age', async () => {
      const row = newRow();
      await repository.insert(row);
      await repository.markDeleted(row.id);

      expect(await repository.staleDeletions(0)).toEqual([{ id: row.id, fileId: null }]);
      expect(await repository.staleDeletions(60_000)).toEqual([]);
    });
  });

  describe('List', () => {
    test('is empty before the first profile', async () => {
      expect(await repository.list({ limit: 20 })).toEqual({ profiles: [], next: null });
    });

    test('contains every profile once, the newest first', async () => {
      const rows = await insertInTurn(['a', 'b', 'c', 'd', 'e']);
      const read: string[] = [];
      let before: ProfilePlace | undefined;
      do {
        const page = await repository.list({ limit: 2, ...(before && { before }) });
        read.push(...page.profiles.map(({ id }) => id));
        before = page.next ?? undefined;
      } while (before);

      expect(read).toEqual(rows.map(({ id }) => id));
    });

    test('contains every profile once, even if several were created in the same microsecond', async () => {
      const rows = await insertInTurn(['a', 'b', 'c']);
      await sql`update profiles set created_at = '2026-11-21T07:42:43.000001Z'`.execute(database);
      const first = await repository.list({ limit: 2 });
      const second = await repository.list({ limit: 2, ...(first.next && { before: first.next }) });

      const ids = [...first.profiles, ...second.profiles].map(({ id }) => id);
      expect(ids.sort()).toEqual(rows.map(({ id }) => id).sort());
    });

    test.each([
      ['zoe', ['Zoë']],
      ['ZOË', ['Zoë']],
      ['京', ['東京']],
      ['ｚｏｅ', ['Zoë']],
      ['%', ['100 % _\\']],
      ['_\\', ['100 % _\\']],
      ["'; drop table profiles; --", []],
      ['', ['Zoë', '東京', '100 % _\\']],
    ])('for the search %j contains the names %j', async (search, found) => {
      await insertInTurn(['Zoë', '東京', '100 % _\\']);
      expect(await namesOf(search)).toEqual(found);
    });

    test.each([
      ['Straße', ['STRASSE', 'strasse', 'straße', 'STRAẞE', 'ße']],
      ['STRASSE', ['straße', 'STRAẞE']],
      ['Οδυσσεύς', ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ', 'οδυσσεύς']],
      ['Ο ΠΑΓΟΣ', ['πάγος', 'παγοσ']],
      ['Oﬃcer Ⅷ ｶﾞ', ['officer viii', 'OFFICER', 'ガ', 'ﬃ']],
      ['ＡＤＡ', ['ada', 'Ａda']],
      ['Işık İnan', ['isik inan', 'IŞIK İNAN', 'ışık']],
      ['می\u200cخواهم', ['میخواهم', 'می\u200cخواهم']],
      ['Siobhán O’Brien–Smith', ["o'brien-smith", 'O‘BRIEN', 'oʼbrien—smith', "n o'b"]],
      ["Kealoha O'Neill-Kaʻahumanu", ['o’neill', 'kaʻahumanu', "ka'ahu", '‑ka', '−ka']],
      ['Ada “½” Lovelace', ['"1/2"', '„1∕2', '1⁄2']],
      ['Ada Lovelace', ['ada\u00a0love\u00adlace']],
    ])('contains %s for each of the searches %j, even if an earlier version wrote the row', async (name, searches) => {
      await insertInTurn([name]);
      for (const search of searches) expect([search, await namesOf(search)]).toEqual([search, [name]]);
      // An earlier version of the app stored names for the search like this.
      const earlier = name
        .toLowerCase()
        .normalize('NFKD')
        .replace(/[\u0300-\u036f]/g, '');
      await sql`update profiles set search_name = ${earlier}`.execute(database);
      for (const search of searches) expect([search, await namesOf(search)]).toEqual([search, [name]]);
    });
  });

  describe('Files', () => {
    test('are reported as used if a row refers to them, even if its profile is deleted', async () => {
      const [live, deleted, unused] = [randomUUID(), randomUUID(), randomUUID()];
      const gone = newRow({ file: { id: deleted, name: 'b' } });
      await repository.insert(newRow({ file: { id: live, name: 'a' } }));
      await repository.insert(gone);
      await repository.markDeleted(gone.id);

      expect(await repository.usedFiles([live, deleted, unused])).toEqual(new Set([live, deleted]));
    });
  });

  describe('Schema', () => {
    const next: Migration = {
      name: '0002_add_nickname',
      up: async (migrated) => {
        await sql`alter table profiles add column nickname text`.execute(migrated);
      },
    };
    afterEach(async () => {
      await sql`alter table profiles drop column if exists nickname`.execute(database);
      await sql`delete from migrations where name <> ${createProfiles.name}`.execute(database);
    });

    test('is not changed by a second migration', async () => {
      expect(await migrate(database as Kysely<unknown>)).toEqual([]);
    });

    test('is unchanged if a migration fails', async () => {
      const broken = {
        ...next,
        up: async (migrated: Kysely<unknown>) => {
          await next.up(migrated);
          throw new Error('broken');
        },
      };
      await expect(migrate(database as Kysely<unknown>, { migrations: [createProfiles, broken] })).rejects.toThrow(
        'broken',
      );
      expect(await migrate(database as Kysely<unknown>, { migrations: [createProfiles, next] })).toEqual([next.name]);
    });

    test('that is newer than the app is accepted', async () => {
      await migrate(database as Kysely<unknown>, { migrations: [createProfiles, next] });
      const row = newRow();
      await repository.insert(row);
      await repository.check();
      expect((await repository.find(row.id))?.name).toBe('Ada');
    });

    test('that is older than the app is rejected, and the error names the missing migration', async () => {
      const ahead = createProfileRepository({ database, required: next.name });
      await expect(ahead.list({ limit: 1 })).rejects.toThrow(MigrationMissing);
      await expect(ahead.check()).rejects.toThrow(/0002_add_nickname/);
      await migrate(database as Kysely<unknown>, { migrations: [createProfiles, next] });
      await ahead.check();
    });

    test('that does not exist is rejected', async () => {
      await sql`alter table migrations rename to gone`.execute(database);
      try {
        await expect(createProfileRepository({ database }).check()).rejects.toThrow(MigrationMissing);
      } finally {
        await sql`alter table gone rename to migrations`.execute(database);
      }
    });
  });
}

/** Defines the tests of the profile repository with failing connections, so that they can run with several PostgreSQL servers. */
export function defineConnectionTests(postgres: () => Postgres): void {
  let database: Kysely<ProfilesSchema>;
  let repository: ProfileRepository;

  beforeAll(async () => {
    database = createTestDatabase(postgres());
    await migrate(database as Kysely<unknown>, { user: appUser });
    const asApp = createTestDatabase(postgres(), { login: appUser });
    repository = createProfileRepository({ database: asApp, timeoutMs: unreachedMs });
  });
  afterAll(() => Promise.all([repository.end(), database.destroy()]));
  beforeEach(() => sql`delete from profiles`.execute(database));

  /** The proxy between the database and `far`. */
  let proxy: TcpProxy;
  /** A repository with the default timeout, which passes only when a test says so. Its database client has no timeouts. */
  let far: ProfileRepository;
  const passTimeout = () => jest.advanceTimersByTime(2_000);

  beforeEach(async () => {
    useFakeTimeouts();
    const { settings, ...rest } = postgres();
    proxy = await TcpProxy.start(settings.port);
    const through = { ...rest, settings: { ...settings, port: proxy.port } };
    far = createProfileRepository({ database: createTestDatabase(through, { login: appUser }) });
    await far.check();
  });
  afterEach(async () => {
    await proxy.recover();
    await far.end();
    await proxy.stop();
    jest.useRealTimers();
  });

  describe('Write without a response', () => {
    test.each([
      ['the connection closes', 'cut'],
      ['no response arrives', 'withheld'],
    ] as const)('is retried if %s, and inserts the row only once', async (_title, how) => {
      const row = newRow();
      const lost = proxy.loseReply('insert into', how);
      const inserting = far.insert(row);
      await lost;
      if (how === 'withheld') passTimeout();
      const createdAt = await inserting;
      expect(await repository.list({ limit: 10 })).toMatchObject({
        profiles: [{ id: row.id, createdAt }],
        next: null,
      });
    });

    test('is retried for an update', async () => {
      const row = newRow();
      await repository.insert(row);
      const { revision = '' } = (await repository.find(row.id)) ?? {};
      const lost = proxy.loseReply('update "profiles"');
      expect(await far.update(row.id, revision, { ...row, name: 'Eve' })).toBe(true);
      await lost;
      expect((await repository.find(row.id))?.name).toBe('Eve');
    });

    test('has an unknown outcome if the retry gets no response either, and the error says so', async () => {
      void proxy.loseReply('insert into');
      void proxy.loseReply('insert into');
      await expect(far.insert(newRow())).rejects.toThrow(/is unknown/);
    });
  });

  describe('Database', () => {
    test.each([
      ['refuses connections', 'refuse'],
      ['hangs', 'hang'],
    ] as const)(
      'that %s is reported as unavailable within 2 s, and is used again after it recovers',
      async (_title, fault) => {
        await proxy[fault]();
        const sweep = jest.fn();
        const calls = Promise.allSettled([far.list({ limit: 1 }), far.withSweepLock(sweep)]);
        // In this turn, both calls start, and their timeout begins.
        await nextTurn();
        if (fault === 'hang') passTimeout();
        const unavailable = { status: 'rejected', reason: expect.any(StoreUnavailable) };
        expect(await calls).toEqual([unavailable, unavailable]);
        expect(sweep).not.toHaveBeenCalled();
        await proxy.recover();
        expect(await far.list({ limit: 1 })).toEqual({ profiles: [], next: null });
      },
    );
  });
}
