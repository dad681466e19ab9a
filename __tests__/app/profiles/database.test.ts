import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { createDatabase, type DatabaseProps } from '../../../app/profiles/database';
import { DatabaseSecret } from '../../../app/profiles/database-secret';
import { migrate } from '../../../app/profiles/migrate';
import { createProfileRepository, type ProfilesSchema } from '../../../app/profiles/postgres-profile-repository';
import { FakeSecrets } from '../../support/fake-secrets';
import { execute, type Postgres, startServer } from '../../support/postgres';
import { newRow } from '../../support/profile-repository-contract';
import { createTestDatabase, fixed } from '../../support/profile-stores';
import { describeIf, postgres } from '../../support/requirement';
import { TcpProxy } from '../../support/tcp-proxy';
import { until } from '../../support/until';

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
    const client = createDatabase<ProfilesSchema>({ settings, credentials: fixed(server.credentials) });
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

  test.each(['before it is in the secret', 'and is in the secret at once'])(
    'goes on under load while its password is changed %s',
    async (when) => {
      const secrets = await FakeSecrets.start(server.credentials);
      const credentials = new DatabaseSecret({ client: secrets.createClient(), arn: secrets.arn, ttlMs: 200 });
      const client = createTlsDatabase({ credentials, maxConnections: 4 });
      const repository = createProfileRepository({ database: client, timeoutMs: 10_000 });
      let isOver = false;
      const requests = [0, 0, 0, 0];
      async function load(client: number): Promise<void> {
        for (let n = 1; !isOver; n += 1) {
          if (n % 5 === 0) await repository.insert(newRow());
          else await repository.list({ limit: 5 });
          requests[client] = n;
        }
      }
      const readers = Promise.all(requests.map((_, client) => load(client)));
      // Of each client: one that is slow would else meet the passwords of several changes, which lie weeks apart.
      const moreRequests = (targets = requests.map((n) => n + 5)) =>
        until(() => targets.every((target, client) => (requests[client] ?? 0) >= target));
      try {
        for (const n of [1, 2, 3]) {
          const next = { user: server.credentials.user, password: `${when} ${n}` };
          secrets.pending = next;
          if (when.startsWith('and')) secrets.current = next;
          await sql`alter user app password ${sql.lit(next.password)}`.execute(database);
          // New connections from now on: those that stand are not asked for a password again.
          await sql`
            select pg_terminate_backend(pid) from pg_stat_ssl join pg_stat_activity using (pid)
            where ssl and state = 'idle'
          `.execute(database);
          await Promise.race([moreRequests(), readers]);
          secrets.current = next;
          secrets.pending = null;
          await Promise.race([moreRequests(), readers]);
        }
        isOver = true;
        await expect(readers).resolves.toBeDefined();
      } finally {
        isOver = true;
        await readers.catch(() => undefined);
        await repository.end();
        await secrets.stop();
        await sql`alter user app password ${sql.lit(server.credentials.password)}`.execute(database);
      }
    },
  );

  describe('migrating', () => {
    beforeEach(() => sql`drop table if exists profiles, migrations`.execute(database));

    test('by several processes at once is done by one of them', async () => {
      const clients = Array.from({ length: 4 }, () => createTestDatabase(server) as Kysely<unknown>);
      const applied = await Promise.all(clients.map((client) => migrate(client)));
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
});
