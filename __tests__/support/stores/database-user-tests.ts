import { type Kysely, sql } from 'kysely';
import { migrate } from '../../../app/profiles/database/migrate';
import { migrations } from '../../../app/profiles/database/migrations';
import type { ProfilesSchema } from '../../../app/profiles/database/profiles-schema';
import type { Postgres } from './postgres';
import { createTestDatabase } from './profile-stores';

/**
 * A master user with the same privileges as on RDS. It is not a superuser, but it owns the database, and may create roles and grant
 * `rds_iam`.
 */
const master = { user: 'master', password: 'third' };
const app = { user: 'app', password: 'second' };

/** A migration of a later version. Its table has a sequence, because using a sequence requires a separate privilege. */
const later = {
  name: '0002_later',
  up: async (database: Kysely<unknown>) =>
    void (await sql`create table later (id bigserial, text text)`.execute(database)),
};

/** Defines the tests of the app's database user, so that they can run with several PostgreSQL servers. */
export function defineDatabaseUserTests(postgres: () => Postgres): void {
  describe("App's database user", () => {
    let superuser: Kysely<unknown>;
    let owner: Kysely<unknown>;
    const run = (database: Kysely<unknown>, statement: string) => sql.raw(statement).execute(database);

    beforeAll(async () => {
      const as = (login: typeof master) => createTestDatabase(postgres(), { login }) as Kysely<unknown>;
      superuser = createTestDatabase(postgres()) as Kysely<unknown>;
      const { name } = postgres().settings;
      for (const statement of [
        'drop table if exists profiles, migrations',
        `create role master login createdb createrole password '${master.password}'`,
        'create role rds_iam',
        'grant rds_iam to master with admin option',
        'create role readers',
        'grant readers to master with admin option',
        `alter database ${name} owner to master`,
      ]) {
        await run(superuser, statement);
      }
      owner = as(master);
    });
    afterAll(async () => {
      await Promise.all([owner.destroy(), superuser.destroy()]);
    });
    afterEach(async () => {
      await run(owner, 'drop table if exists later, profiles, migrations');
      await run(owner, 'drop schema if exists other cascade');
      for (const statement of ['reassign owned by app to master', 'drop owned by app', 'drop role app']) {
        await run(superuser, statement);
      }
    });

    /** Runs a function with a client of the app's user. The client logs in with a password instead of an IAM token. */
    async function asApp<T>(work: (database: Kysely<ProfilesSchema>) => Promise<T>): Promise<T> {
      await run(superuser, `alter role app login password '${app.password}'`);
      const database = createTestDatabase(postgres(), { login: app, maxConnections: 1 });
      try {
        return await work(database);
      } finally {
        await database.destroy();
      }
    }

    /** Runs each statement as the app's user, and returns `done` or PostgreSQL's error code for each. */
    function outcomes(statements: readonly string[]): Promise<Record<string, string>> {
      return asApp(async (database) => {
        const results: Record<string, string> = {};
        for (const statement of statements) {
          results[statement] = await run(database as Kysely<unknown>, statement).then(
            () => 'done',
            ({ code }: { code: string }) => code,
          );
        }
        return results;
      });
    }

    const all = (statements: readonly string[], outcome: string) =>
      Object.fromEntries(statements.map((statement) => [statement, outcome]));

    const allowed = [
      `insert into profiles (id, name, search_name, email, token_hash, revision)
      values (gen_random_uuid(), 'Ada', 'ada', 'a@example.com', '', gen_random_uuid())`,
      'select * from profiles',
      `update profiles set name = 'Eve'`,
      'delete from profiles',
      'select name from migrations',
      'select pg_try_advisory_lock(1)',
    ];

    const forbidden = [
      'create table mine (id int)',
      'create temporary table mine (id int)',
      'create schema mine',
      'create view mine as select 1',
      'create function mine() returns int language sql as $$ select 1 $$',
      'create role mine',
      'create database mine',
      'drop table profiles',
      'alter table profiles add column mine int',
      'alter table profiles rename to mine',
      'create index mine on profiles (name)',
      'truncate profiles',
      `insert into migrations (name) values ('mine')`,
      'delete from migrations',
      `copy profiles to program 'true'`,
      `select pg_read_file('/etc/passwd')`,
      'select * from pg_authid',
      'set role master',
    ];

    test('can read and write rows, and nothing else', async () => {
      await migrate(owner, { user: { user: app.user } });
      expect(await outcomes([...allowed, ...forbidden])).toEqual({
        ...all(allowed, 'done'),
        ...all(forbidden, '42501'),
      });
    });

    test('becomes a member of rds_iam if that role exists, and the master user can still log in', async () => {
      await migrate(owner, { user: { user: app.user } });
      const { rows } = await sql<{ inherited: boolean }>`
      select pg_has_role('app', 'rds_iam', 'member') as inherited
    `.execute(superuser);
      expect(rows).toEqual([{ inherited: true }]);
      await run(owner, 'select 1');
    });

    const withLater = { migrations: [...migrations, later] };

    test.each([
      ['an earlier version', [withLater, { user: { user: app.user } }]],
      ['a later version', [{}, { user: { user: app.user } }, withLater]],
    ])('can use the tables that %s has created', async (_title, steps) => {
      for (const options of steps) await migrate(owner, options);
      const statements = [...allowed, `insert into later (text) values ('a')`, 'select * from later'];
      expect(await outcomes([...statements, 'drop table later'])).toEqual({
        ...all(statements, 'done'),
        'drop table later': '42501',
      });
    });

    test('keeps all necessary privileges if the migration runs a second time', async () => {
      await migrate(owner, { user: { user: app.user } });
      await migrate(owner, { user: { user: app.user } });
      expect(await outcomes(allowed)).toEqual(all(allowed, 'done'));
    });

    test('loses excess attributes, memberships and privileges if the user existed before the migration', async () => {
      await migrate(owner);
      for (const statement of [
        'create role app createdb createrole nologin',
        'grant readers to app',
        'grant all on profiles to app',
        'create schema other',
        'create table other.secrets (id int)',
        'grant all on schema other, public to app',
        'grant all on other.secrets to app',
      ]) {
        await run(owner, statement);
      }
      await migrate(owner, { user: { user: app.user } });
      const gone = [
        'select * from other.secrets',
        'create table other.mine (id int)',
        'set role readers',
        ...forbidden,
      ];
      expect(await outcomes([...allowed, ...gone])).toEqual({ ...all(allowed, 'done'), ...all(gone, '42501') });
    });

    test('loses existing privileges on objects of every type when the migration runs', async () => {
      await migrate(owner);
      const objects = {
        table: ['create table other.a (id int)', `has_table_privilege('app', 'other.a', 'select')`],
        view: ['create view other.b as select 1', `has_table_privilege('app', 'other.b', 'select')`],
        'materialized view': [
          'create materialized view other.c as select 1',
          `has_table_privilege('app', 'other.c', 'select')`,
        ],
        sequence: ['create sequence other.d', `has_sequence_privilege('app', 'other.d', 'usage')`],
        function: [
          'create function other.e() returns int language sql as $$ select 1 $$',
          `has_function_privilege('app', 'other.e()', 'execute')`,
        ],
        procedure: [
          'create procedure other.f() language sql as $$ select 1 $$',
          `has_function_privilege('app', 'other.f()', 'execute')`,
        ],
        schema: ['', `has_schema_privilege('app', 'other', 'usage')`],
      };
      for (const statement of [
        'create schema other',
        ...Object.values(objects).map(([creation = '']) => creation),
        // By default, every user may execute every routine. This must be revoked from `public`, because it cannot be revoked from a single
        // user.
        'revoke execute on all routines in schema other from public',
        'create role app',
        'grant usage, create on schema other to app',
        'grant all on all tables in schema other to app',
        'grant all on all sequences in schema other to app',
        'grant execute on all routines in schema other to app',
      ]) {
        await run(owner, statement);
      }
      const privileges = async () => {
        const columns = Object.entries(objects).map(([type, [, privilege]]) => `${privilege} as "${type}"`);
        const { rows } = await sql.raw<Record<string, boolean>>(`select ${columns.join(', ')}`).execute(superuser);
        return rows[0];
      };
      const all = (value: boolean) => Object.fromEntries(Object.keys(objects).map((type) => [type, value]));
      expect(await privileges()).toEqual(all(true));
      await migrate(owner, { user: { user: app.user } });
      expect(await privileges()).toEqual(all(false));
    });

    // Whether a master user may revoke these privileges depends on the version of PostgreSQL.
    test.each([
      ['alter role app superuser', 'select rolsuper as kept'],
      ['alter role app replication', 'select rolreplication as kept'],
      ['alter role app bypassrls', 'select rolbypassrls as kept'],
      ['grant readers to app', `select pg_has_role('app', 'readers', 'member') as kept`],
    ])('keeps a privilege from a superuser only if the migration fails: %s', async (statement, privilege) => {
      await migrate(owner, { user: { user: app.user } });
      await run(superuser, statement);
      const result = await migrate(owner, { user: { user: app.user } }).then(
        () => 'done',
        () => 'failed',
      );
      const { rows } = await sql
        .raw<{ kept: boolean }>(`${privilege} from pg_roles where rolname = 'app'`)
        .execute(superuser);
      expect(rows).toEqual([{ kept: result === 'failed' }]);
    });

    test('is removed from rds_iam when it gets a password, because members of rds_iam cannot log in with a password', async () => {
      await migrate(owner, { user: { user: app.user } });
      await migrate(owner, { user: app });
      const { rows } = await sql`select pg_has_role('app', 'rds_iam', 'member') as inherited`.execute(superuser);
      expect(rows).toEqual([{ inherited: false }]);
    });

    test('cannot connect to other databases of the master user', async () => {
      // The test servers have no second database, and no template to create one. To test privileges, a row in the catalog is enough.
      await run(
        superuser,
        `set allow_system_table_mods = on;
      create temporary table other as select * from pg_database where datname = current_database();
      update other set oid = 4000000000, datname = 'other', datacl = null;
      insert into pg_database select * from other;
      drop table other`,
      );
      try {
        await migrate(owner, { user: { user: app.user } });
        const { rows } = await sql`
        select has_database_privilege('app', 'other', 'connect') as other,
          has_database_privilege('app', current_database(), 'connect') as own
      `.execute(superuser);
        expect(rows).toEqual([{ other: false, own: true }]);
      } finally {
        await run(superuser, `set allow_system_table_mods = on; delete from pg_database where datname = 'other'`);
      }
    });

    test('must not own objects: if it does, the migration fails and says how to reassign them', async () => {
      await migrate(owner, { user: { user: app.user } });
      await run(superuser, 'alter table profiles owner to app');
      await expect(migrate(owner, { user: { user: app.user } })).rejects.toThrow(/app owns objects .* reassign owned/);
    });

    test('is the only user with privileges in the database, apart from its owner', async () => {
      await migrate(owner, { user: { user: app.user } });
      await run(superuser, 'create role stranger');
      const { rows } = await sql`
      select has_database_privilege('stranger', current_database(), 'connect') as connects,
        has_database_privilege('stranger', current_database(), 'temporary') as temporary,
        has_schema_privilege('stranger', 'public', 'usage') as uses
    `.execute(superuser);
      await run(superuser, 'drop role stranger');
      expect(rows).toEqual([{ connects: false, temporary: false, uses: false }]);
    });
  });
}
