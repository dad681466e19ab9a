import { sql } from 'kysely';
import type { ProfilesDatabase } from './profiles-schema';

/** Any number that nothing else in this database locks. */
const lockKey = 5_000_002;

/**
 * Tries to take the lock, and runs work while it has it. The lock is the connection's, so it ends with it.
 * @param taken called with whether the lock was taken, before the work; may throw to prevent the work
 * @throws what `taken` or the work throws
 */
export function withSweepLock(
  database: ProfilesDatabase,
  taken: (isTaken: boolean) => void,
  work: () => Promise<void>,
): Promise<void> {
  return database.connection().execute(async (connection) => {
    const lock = sql<{ taken: boolean }>`select pg_try_advisory_lock(${sql.lit(lockKey)}) as taken`;
    const isTaken = (await lock.execute(connection)).rows[0]?.taken ?? false;
    try {
      taken(isTaken);
      if (isTaken) await work();
    } finally {
      // If this fails, the pool closes the connection, which releases the lock.
      if (isTaken) {
        await sql`select pg_advisory_unlock(${sql.lit(lockKey)})`.execute(connection).catch(() => undefined);
      }
    }
  });
}
