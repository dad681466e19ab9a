import { type Kysely, sql } from 'kysely';
import { type DatabaseUser, ensureUser } from './database-user';
import { migrations as ours } from './migrations';
import type { Migration } from './migrations/migration';
import { isAnswer } from './pool';

export interface MigrateOptions {
  /** The user of the app, which gets its rights at the end. @default none */
  readonly user?: DatabaseUser;
  /** In order. @default those of this version */
  readonly migrations?: readonly Migration[];
  /** How long to wait for another process that migrates, in milliseconds. @default 60_000 */
  readonly lockTimeoutMs?: number;
  /** How long one migration may wait for a table that is in use, in milliseconds: whoever comes later waits behind it. @default 5_000 */
  readonly tableTimeoutMs?: number;
}

/** Any number that nothing else in this database locks. */
const lockKey = 5_000_001;

/**
 * Applies, in order, each migration that has not been applied, in a transaction of its own. One process at a time does so,
 * and the others wait and find nothing left to do. Migrations that a newer version has applied are left alone. The
 * app's user gets its rights at the end.
 * @returns the names of those it applied
 * @throws DatabaseError in PostgreSQL's own words where a lock or a statement takes too long, or a migration fails: those
 *   before it stay, and of itself nothing does. Any other error is of the connection, or of where its password comes from.
 */
export async function migrate(database: Kysely<unknown>, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { user, migrations = ours, lockTimeoutMs = 60_000, tableTimeoutMs = 5_000 } = options;
  return database.connection().execute(async (connection) => {
    await endWithClient(connection);
    await setLockTimeout(connection, lockTimeoutMs);
    await sql`select pg_advisory_lock(${sql.lit(lockKey)})`.execute(connection);
    try {
      await setLockTimeout(connection, tableTimeoutMs);
      const applied = await applyMissing(connection, migrations);
      if (user) await connection.transaction().execute((transaction) => ensureUser(transaction, user));
      return applied;
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(lockKey)})`.execute(connection);
    }
  });
}

async function applyMissing(connection: Kysely<unknown>, migrations: readonly Migration[]): Promise<string[]> {
  await sql`
    create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())
  `.execute(connection);
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(connection);
  const applied = new Set(rows.map(({ name }) => name));
  const missing = migrations.filter(({ name }) => !applied.has(name));
  for (const migration of missing) {
    await connection.transaction().execute(async (transaction) => {
      await migration.up(transaction);
      await sql`insert into migrations (name) values (${migration.name})`.execute(transaction);
    });
  }
  return missing.map(({ name }) => name);
}

/** Has the server look every second whether we are still there: once we are not, the statement ends, and so do its locks. */
async function endWithClient(connection: Kysely<unknown>): Promise<void> {
  const look = sql`select set_config('client_connection_check_interval', '1000', false)`.execute(connection);
  await look.catch((error: unknown) => {
    // Not every system lets a server look: PGlite's does not.
    if (!isAnswer(error)) throw error;
  });
}

async function setLockTimeout(connection: Kysely<unknown>, timeoutMs: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(timeoutMs)}, false)`.execute(connection);
}
