import { createServer } from 'node:net';
import tls from 'node:tls';
import { type Kysely, sql } from 'kysely';
import { awaitLogin } from '../../../../app/profiles/database/await-login';
import { migrate } from '../../../../app/profiles/database/migrate';
import { createDatabase, type DatabaseClientProps } from '../../../../app/profiles/database/pool';
import { createProfileRepository } from '../../../../app/profiles/database/postgres-profile-repository';
import type { ProfilesSchema } from '../../../../app/profiles/database/profiles-schema';
import { listenOnLoopback } from '../../../support/http/loopback-server';
import { TcpProxy } from '../../../support/http/tcp-proxy';
import { describeIf, postgres } from '../../../support/jest/requirement';
import { until } from '../../../support/jest/until';
import { defineDatabaseUserTests } from '../../../support/stores/database-user-tests';
import { execute, type Postgres, startServer } from '../../../support/stores/postgres';
import { appUser, createTestDatabase } from '../../../support/stores/profile-stores';
import { unreachedMs } from '../../../support/stores/timeouts';

test('Database client offers only TLS 1.3 and 1.2, regardless of the default of Node.js', async () => {
  const allowed = jest.replaceProperty(tls, 'DEFAULT_MIN_VERSION', 'TLSv1');
  // This server accepts a TCP connection, records the TLS ClientHello, and disconnects.
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
  const login = { user: 'app', password: async () => 'secret' };
  const client = createDatabase({ settings, login, connectTimeoutMs: unreachedMs });
  await expect(sql`select 1`.execute(client)).rejects.toThrow();
  await client.destroy();
  server.close();
  allowed.restore();
  // The extension supported_versions (RFC 8446, 4.2.1): its number, its length, the length of the list, and the versions 1.3 and 1.2.
  expect(offers).toEqual([expect.stringContaining('002b 0005 04 0304 0303'.replaceAll(' ', ''))]);
});

/** These tests need a real server, because PGlite has no TLS, no passwords and no concurrent sessions. */
describeIf(postgres, 'PostgreSQL', (folder) => {
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

  describe('Database client', () => {
    /** Creates a client that uses TLS, as with RDS. */
    function createTlsDatabase(props: Partial<DatabaseClientProps> = {}): Kysely<ProfilesSchema> {
      const settings = { ...server.settings, host: 'localhost', tls: true };
      return createTestDatabase(server, { settings, authorities: [server.authority ?? ''], ...props });
    }

    const usesTls = async (client: Kysely<ProfilesSchema>) => {
      try {
        const query = sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`;
        return (await query.execute(client)).rows[0]?.ssl;
      } finally {
        await client.destroy();
      }
    };

    test('connects with TLS to a server with a trusted certificate', async () => {
      expect(await usesTls(createTlsDatabase())).toBe(true);
    });

    test('rejects a certificate that no RDS certificate authority issued', async () => {
      const settings = { ...server.settings, host: 'localhost', tls: true };
      await expect(usesTls(createTestDatabase(server, { settings }))).rejects.toThrow(/self-signed certificate/);
    });

    test('rejects a certificate that was issued for another host name', async () => {
      const settings = { ...server.settings, tls: true };
      await expect(usesTls(createTlsDatabase({ settings }))).rejects.toThrow(/altnames/);
    });

    test('cancels a statement that times out, and runs the next statement', async () => {
      const client = createTestDatabase(server, { statementTimeoutMs: 100, maxConnections: 1 });
      // If the response of the server is late, the client gives up first.
      const failure = /statement timeout|Query read timeout/;
      await expect(sql`select pg_sleep(600)`.execute(client)).rejects.toThrow(failure);
      const active = `select from pg_stat_activity where state = 'active' and query like 'select pg_sleep%'`;
      await until(async () => (await execute(server, active)).length === 0);
      // On a slow machine, this statement may time out too.
      await until(() => sql`select 1`.execute(client).catch(() => null));
      await client.destroy();
    });

    test('gives up a statement if the server does not respond', async () => {
      const proxy = await TcpProxy.start(server.settings.port);
      const settings = { ...server.settings, port: proxy.port };
      const client = createTestDatabase({ ...server, settings }, { statementTimeoutMs: 100, maxConnections: 1 });
      // On a slow machine, this statement may time out.
      await until(() => sql`select 1`.execute(client).catch(() => null));
      proxy.hang();
      await expect(sql`select 1`.execute(client)).rejects.toThrow('Query read timeout');
      await client.destroy();
      await proxy.stop();
    });

    test('reconnects after its connections are closed', async () => {
      const client = createTestDatabase(server, { maxConnections: 2 });
      const held = client.connection().execute(async () => {
        const sessions = `from pg_stat_activity where application_name = 'app'`;
        await execute(server, `select pg_terminate_backend(pid) ${sessions}`);
        await until(async () => (await execute(server, `select ${sessions}`)).length === 0);
        // When the response to this later statement arrives, the client has read the end of its connection.
        await execute(server, 'select 1');
      });
      await held;
      expect(await usesTls(client)).toBe(false);
    });

    describe('with a password for each connection', () => {
      /** Issues passwords like IAM tokens: after `expire`, only the next password is valid. */
      function tokens() {
        let issued = 0;
        const expire = () => execute(server, `alter role ${appUser.user} password 'token ${issued + 1}'`);
        const password = async () => {
          issued += 1;
          return `token ${issued}`;
        };
        return { login: { user: appUser.user, password }, expire };
      }
      const whoAmI = (client: Kysely<ProfilesSchema>) =>
        sql<{ who: string }>`select current_user as who`.execute(client);

      beforeAll(() => migrate(database as Kysely<unknown>, { user: appUser }));

      test('requests a password once per connection', async () => {
        const { login, expire } = tokens();
        await expire();
        const client = createTlsDatabase({ login, maxConnections: 1 });
        expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
        await expire();
        expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
        await execute(
          server,
          `select pg_terminate_backend(pid) from pg_stat_activity where usename = '${appUser.user}'`,
        );
        await until(async () => (await whoAmI(client).catch(() => null)) !== null);
        await client.destroy();
      });

      test('waits at the end of a migration until the password is valid, up to a timeout', async () => {
        const login = { user: appUser.user, password: async () => 'late' };
        await execute(server, `alter role ${appUser.user} password 'early'`);
        const client = createTlsDatabase({ login }) as Kysely<unknown>;
        await expect(awaitLogin(client, 0)).rejects.toThrow(/password authentication failed/);
        const waiting = awaitLogin(client);
        await execute(server, `alter role ${appUser.user} password 'late'`);
        await waiting;
        await client.destroy();
      });

      test('throws an error for a missing or wrong password, and connects with the next valid password', async () => {
        const { login, expire } = tokens();
        await expire();
        const passwords = [() => Promise.reject(new Error('no credentials')), async () => 'expired', login.password];
        const password = () => (passwords.shift() ?? login.password)();
        const client = createTlsDatabase({ login: { user: appUser.user, password }, maxConnections: 1 });
        await expect(whoAmI(client)).rejects.toThrow('no credentials');
        await expect(whoAmI(client)).rejects.toThrow(/password authentication failed/);
        expect((await whoAmI(client)).rows).toEqual([{ who: appUser.user }]);
        await client.destroy();
      });
    });
  });

  describe('migrate', () => {
    beforeEach(() => sql`drop table if exists profiles, migrations`.execute(database));

    test('applies a migration once if several processes start at the same time', async () => {
      await sql`drop owned by ${sql.id(appUser.user)}`.execute(database);
      await sql`drop role ${sql.id(appUser.user)}`.execute(database);
      const clients = Array.from({ length: 4 }, () => createTestDatabase(server) as Kysely<unknown>);
      const applied = await Promise.all(clients.map((client) => migrate(client, { user: appUser })));
      await Promise.all(clients.map((client) => client.destroy()));
      expect(applied.flat()).toEqual(['0001_create_profiles']);
    });

    test('waits for another process that is migrating, up to a timeout', async () => {
      let end = () => {};
      const ended = new Promise<void>((resolve) => {
        end = resolve;
      });
      const up = jest.fn(() => ended);
      const slow = { name: '0001_slow', up };
      const other = migrate(database as Kysely<unknown>, { migrations: [slow] });
      await until(() => up.mock.calls.length > 0);
      const client = createTestDatabase(server) as Kysely<unknown>;
      await expect(migrate(client, { lockTimeoutMs: 50 })).rejects.toThrow(/lock timeout/);
      await client.destroy();
      end();
      expect(await other).toEqual([slow.name]);
    });

    test('is cancelled by the server if the client disconnects, and can be retried', async () => {
      const slow = {
        name: '0001_slow',
        up: async (db: Kysely<unknown>) => void (await sql`select pg_sleep(600)`.execute(db)),
      };
      const proxy = await TcpProxy.start(server.settings.port);
      const settings = { ...server.settings, port: proxy.port };
      const client = createTestDatabase({ ...server, settings }) as Kysely<unknown>;
      const [started, migrating] = [proxy.sees('pg_sleep'), migrate(client, { migrations: [slow] })];
      await started;
      proxy.cut();
      await expect(migrating).rejects.toThrow();
      expect(await migrate(database as Kysely<unknown>)).toEqual(['0001_create_profiles']);
      await client.destroy();
      await proxy.stop();
    });

    test('waits for a locked table, up to a timeout, and can be retried', async () => {
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

  describe('Sweep lock', () => {
    test('is held by one process at a time', async () => {
      await migrate(database as Kysely<unknown>);
      const [one, other] = [0, 1].map(() =>
        createProfileRepository({ database: createTestDatabase(server), timeoutMs: unreachedMs }),
      ) as [ReturnType<typeof createProfileRepository>, ReturnType<typeof createProfileRepository>];
      const both = await one.withSweepLock(async () => {
        expect(await other.withSweepLock(async () => undefined)).toBe(false);
      });
      expect(both).toBe(true);
      expect(await other.withSweepLock(async () => undefined)).toBe(true);
      await Promise.all([one.end(), other.end()]);
    });
  });

  defineDatabaseUserTests(() => server);
});
