import { type Kysely, sql } from 'kysely';
import { migrations as ours } from './migrations';
import type { Migration } from './migrations/migration';

export interface MigrateOptions {
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
 * and the others wait and find nothing left to do. Migrations that a newer version has applied are left alone.
 * @returns the names of those it applied
 */
export async function migrate(database: Kysely<unknown>, options: MigrateOptions = {}): Promise<readonly string[]> {
  const { migrations = ours, lockTimeoutMs = 60_000, tableTimeoutMs = 5_000 } = options;
  return database.connection().execute(async (connection) => {
    await setTimeouts(connection, lockTimeoutMs);
    await sql`select pg_advisory_lock(${sql.lit(lockKey)})`.execute(connection);
    try {
      await setTimeouts(connection, tableTimeoutMs);
      return await applyMissing(connection, migrations);
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

async function setTimeouts(connection: Kysely<unknown>, lockTimeoutMs: number): Promise<void> {
  await sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, false)`.execute(connection);
}
