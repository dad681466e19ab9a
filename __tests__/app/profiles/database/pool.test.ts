import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import tls from 'node:tls';
import { type Kysely, sql } from 'kysely';
import { awaitLogin } from '../../../../app/profiles/database/await-login';
import { migrate } from '../../../../app/profiles/database/migrate';
import { createDatabase, type DatabaseProps } from '../../../../app/profiles/database/pool';
import { createProfileRepository } from '../../../../app/profiles/database/postgres-profile-repository';
import type { ProfilesSchema } from '../../../../app/profiles/database/profiles-schema';
import { listenOnLoopback } from '../../../support/http/loopback-server';
import { TcpProxy } from '../../../support/http/tcp-proxy';
import { describeIf, postgres } from '../../../support/jest/requirement';
import { until } from '../../../support/jest/until';
import { defineUserContract } from '../../../support/stores/database-user-contract';
import { execute, type Postgres, startServer } from '../../../support/stores/postgres';
import { appUser, createTestDatabase } from '../../../support/stores/profile-stores';

test('a database client offers TLS 1.3 and 1.2 and nothing older, whatever Node.js allows by default', async () => {
  const allowed = jest.replaceProperty(tls, 'DEFAULT_MIN_VERSION', 'TLSv1');
  // A server that agrees to TLS, reads what the client offers, and hangs up.
  const offers: string[] = [];
  const server = createServer((socket) => {
    socket.once('data', () => {
      socket.write('S');
      socket.once('data', (hello) => {
        offers.push(hello.toString('hex'));
        socket.destroy();
      });
    });
  });
  const settings = { host: '127.0.0.1', port: await listenOnLoopback(server), name: 'app', tls: true };
  const client = createDatabase({ settings, login: { user: 'app', password: async () => 'secret' } });
  await expect(sql`select 1`.execute(client)).rejects.toThrow();
  await client.destroy();
  server.close();
  allowed.restore();
  // The extension supported_versions (RFC 8446, 4.2.1): its number, its length, the length of the list, and the list.
  expect(offers).toEqual([expect.stringContaining('002b 0005 04 0304 0303'.replaceAll(' ', ''))]);
});

/** What only a real server shows: TLS, passwords and sessions that run side by side. */
describeIf(postgres, 'a database client', (folder) => {
  let server: Postgres;
  let database: Kysely<ProfilesSchema>;

  beforeAll(async () => {
    server = await startServer(folder);
    database = createTestDatabase(server);
    await migrate(database as Kysely<unknown>);
  });
  afterAll(async () => {
    await database?.destroy();
    await server?.stop();
  });

  /** A client that speaks TLS, as it does to RDS. */
  function createTlsDatabase(props: Partial<DatabaseProps> = {}): Kysely<ProfilesSchema> {
    const settings = { ...server.settings, host: 'localhost', tls: true };
    return createTestDatabase(server, { settings, authorities: [server.authority ?? ''], ...props });
  }

  const ask = async (client: Kysely<ProfilesSchema>) => {
    try {
      return (await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(client))
        .rows;
    } finally {
      await client.destroy();
    }
  };

  test('speaks TLS with a server whose certificate is vouched for', async () => {
    expect(await ask(createTlsDatabase())).toEqual([{ ssl: true }]);
  });

  test('refuses a server that none of the authorities of RDS vouches for', async () => {
    const settings = { ...server.settings, host: 'localhost', tls: true };
    const client = createDatabase<ProfilesSchema>({ settings, login: server.credentials });
    await expect(ask(client)).rejects.toThrow(/self-signed certificate/);
  });

  test('refuses a server with a certificate for another name', async () => {
    const settings = { ...server.settings, tls: true };
    await expect(ask(createTlsDatabase({ settings }))).rejects.toThrow(/altnames/);
  });

  test('ends a statement that takes too long, and the next one runs', async () => {
    const client = createTestDatabase(server, { statementTimeoutMs: 100, maxConnections: 1 });
    await expect(sql`select pg_sleep(5)`.execute(client)).rejects.toThrow(/statement timeout/);
    expect(await ask(client)).toEqual([{ ssl: false }]);
  });

  test('outlives the end of its connections', async () => {
    const client = createTestDatabase(server, { maxConnections: 2 });
    const held = client.connection().execute(async () => {
      await execute(server, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'app'`);
      await sleep(50);
    });
    await held;
    expect(await ask(client)).toEqual([{ ssl: false }]);
  });

  describe('with a password for each connection', () => {
    /** As of IAM: what opened the last connection does not open the next. */
    function tokens() {
      let given = 0;
      const expire = () => execute(server, `alter role ${appUser.user} password 'token ${given + 1}'`);
      const password = async () => {
        given += 1;
        return `token ${given}`;
      };
      return { login: { user: appUser.user, password }, expire };
    }
    const whoAmI = (client: Kysely<ProfilesSchema>) => sql<{ who: string }>`select current_user as who`.execute(client);

    beforeAll(() => migrate(database as Kysely<unknown>, { user: appUser }));

    test('asks for it when it connects, by TLS, and not again while the connection lasts', async () => {
      const { login, expire } = tokens();
      await expire();
      const client = createTlsDatabase({ login, maxConnections: 1 });
      expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
      await expire();
      expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
      await execute(server, `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${appUser.user}'`);
      await until(async () => (await whoAmI(client).catch(() => null)) !== null);
      await client.destroy();
    });

    test('is waited for by the migration, and not for ever', async () => {
      const login = { user: appUser.user, password: async () => 'late' };
      await execute(server, `alter role ${appUser.user} password 'early'`);
      const client = createTlsDatabase({ login }) as Kysely<unknown>;
      await expect(awaitLogin(client, 0)).rejects.toThrow(/password authentication failed/);
      const waiting = awaitLogin(client);
      await execute(server, `alter role ${appUser.user} password 'late'`);
      await waiting;
      await client.destroy();
    });

    test('fails where there is none, or a wrong one, and connects with the next', async () => {
      const { login, expire } = tokens();
      await expire();
      const answers = [() => Promise.reject(new Error('no credentials')), async () => 'expired', login.password];
      const password = () => (answers.shift() ?? login.password)();
      const client = createTlsDatabase({ login: { user: appUser.user, password }, maxConnections: 1 });
      await expect(whoAmI(client)).rejects.toThrow('no credentials');
      await expect(whoAmI(client)).rejects.toThrow(/password authentication failed/);
      expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
      await client.destroy();
    });
  });

  describe('migrating', () => {
    beforeEach(() => sql`drop table if exists profiles, migrations`.execute(database));

    test('by several processes at once is done by one of them, and all of them find the user', async () => {
      await sql`drop owned by ${sql.id(appUser.user)}`.execute(database);
      await sql`drop role ${sql.id(appUser.user)}`.execute(database);
      const clients = Array.from({ length: 4 }, () => createTestDatabase(server) as Kysely<unknown>);
      const applied = await Promise.all(clients.map((client) => migrate(client, { user: appUser })));
      await Promise.all(clients.map((client) => client.destroy()));
      expect(applied.flat()).toEqual(['0001_create_profiles']);
    });

    test('waits for another process no longer than it is told to', async () => {
      const slow = { name: '0001_slow', up: async () => void (await sleep(600)) };
      const other = migrate(database as Kysely<unknown>, { migrations: [slow] });
      await sleep(100);
      const client = createTestDatabase(server) as Kysely<unknown>;
      await expect(migrate(client, { lockTimeoutMs: 50 })).rejects.toThrow(/lock timeout/);
      await client.destroy();
      expect(await other).toEqual([slow.name]);
    });

    test('by a process that is gone ends, and the next one may begin', async () => {
      const slow = {
        name: '0001_slow',
        up: async (db: Kysely<unknown>) => void (await sql`select pg_sleep(30)`.execute(db)),
      };
      const proxy = await TcpProxy.start(server.settings.port);
      const settings = { ...server.settings, port: proxy.port };
      const gone = createTestDatabase({ ...server, settings }, { statementTimeoutMs: 60_000 }) as Kysely<unknown>;
      const [begun, migrating] = [proxy.sees('pg_sleep'), migrate(gone, { migrations: [slow] })];
      await begun;
      proxy.cut();
      await expect(migrating).rejects.toThrow();
      expect(await migrate(database as Kysely<unknown>, { lockTimeoutMs: 4_000 })).toEqual(['0001_create_profiles']);
      await gone.destroy();
      await proxy.stop();
    });

    test('waits for a table that is in use no longer than it is told to, and leaves it as it was', async () => {
      await migrate(database as Kysely<unknown>);
      const change = {
        name: '0002',
        up: (db: Kysely<unknown>) => sql`alter table profiles add x int`.execute(db).then(() => {}),
      };
      const client = createTestDatabase(server) as Kysely<unknown>;
      await database.transaction().execute(async (transaction) => {
        await sql`select 1 from profiles`.execute(transaction);
        await expect(migrate(client, { migrations: [change], tableTimeoutMs: 50 })).rejects.toThrow(/lock timeout/);
      });
      expect(await migrate(client, { migrations: [change] })).toEqual(['0002']);
      await client.destroy();
    });
  });

  test('one process at a time has the turn to sweep', async () => {
    await migrate(database as Kysely<unknown>);
    const [one, other] = [0, 1].map(() => createProfileRepository({ database: createTestDatabase(server) })) as [
      ReturnType<typeof createProfileRepository>,
      ReturnType<typeof createProfileRepository>,
    ];
    const both = await one.withSweepLock(async () => {
      expect(await other.withSweepLock(async () => undefined)).toBe(false);
    });
    expect(both).toBe(true);
    expect(await other.withSweepLock(async () => undefined)).toBe(true);
    await Promise.all([one.end(), other.end()]);
  });

  describe("the app's user", () => defineUserContract(() => server));
});
