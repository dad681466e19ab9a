import { type Kysely, sql } from 'kysely';
import { isServerError } from './database-errors';
import { type DatabaseUser, ensureUser } from './database-user';
import { migrations as ours } from './migrations';
import type { Migration } from './migrations/migration';

export interface MigrateOptions {
  /**
   * The database user of the app, which is created or updated after the migrations.
   * @default none
   */
  readonly user?: DatabaseUser;
  /**
   * The migrations, in order.
   * @default the migrations of this version
   */
  readonly migrations?: readonly Migration[];
  /**
   * How long to wait for another process that is migrating, in milliseconds.
   * @default 60_000
   */
  readonly lockTimeoutMs?: number;
  /**
   * How long a migration may wait for a table lock, in milliseconds. While it waits, all later statements on the table
   * wait too.
   * @default 5_000
   */
  readonly tableTimeoutMs?: number;
}

/** The key of the advisory lock: any number that no other lock in this database uses. */
const lockKey = 5_000_001;

/**
 * Applies the missing migrations in order, each in its own transaction. One process migrates at a time; the others
 * wait, and then find nothing to do. Migrations of a newer version are ignored. At the end, the user of the app is
 * granted the necessary privileges.
 * @returns the names of the applied migrations
 * @throws DatabaseError if a lock or a statement times out, or if a migration fails; earlier migrations stay applied
 * @throws Error if the connection breaks, or if the user cannot log in
 */
export async function migrate(database: Kysely<unknown>, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { user, migrations = ours, lockTimeoutMs = 60_000, tableTimeoutMs = 5_000 } = options;
  return database.connection().execute(async (connection) => {
    await cancelOnDisconnect(connection);
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

/**
 * Makes the server check every second whether this client is still connected. If the client is gone, the server cancels
 * the statement and releases the locks.
 */
async function cancelOnDisconnect(connection: Kysely<unknown>): Promise<void> {
  const setting = sql`select set_config('client_connection_check_interval', '1000', false)`.execute(connection);
  await setting.catch((error: unknown) => {
    // PGlite, for example, does not support this setting.
    if (!isServerError(error)) throw error;
  });
}

async function setLockTimeout(connection: Kysely<unknown>, timeoutMs: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(timeoutMs)}, false)`.execute(connection);
}
