import { sql } from 'kysely';
import type { ProfilesDatabase } from './profiles-schema';
import type { ResilientDatabase } from './resilient-database';

/** The key of the advisory lock: any number that no other lock in this database uses. */
const lockKey = 5_000_002;

/**
 * Runs work while this process holds the lock of the sweep.
 * @returns whether the work was run; false if another process has the lock
 * @throws MigrationMissing, StoreUnavailable, or any error of the work
 */
export async function withSweepLock(database: ResilientDatabase, work: () => Promise<void>): Promise<boolean> {
  await database.ensureSchema();
  let session: Promise<void> = Promise.resolve();
  // The timeout limits the time to acquire the lock, but not the work.
  const isAcquired = await database.withTimeout(
    (client, signal) =>
      new Promise<boolean>((resolve, reject) => {
        const onResult = (result: boolean) => {
          signal.throwIfAborted();
          resolve(result);
        };
        session = holdLock(client, onResult, work);
        session.catch(reject);
      }),
  );
  await session;
  return isAcquired;
}

/**
 * Tries to acquire the lock, and runs work while it holds the lock. The lock belongs to the connection, and is released
 * when the connection ends.
 * @param onResult called before the work, with `true` if the lock was acquired, and `false` if another process has it;
 * may throw to prevent the work
 * @throws any error of `onResult` or the work
 */
function holdLock(
  database: ProfilesDatabase,
  onResult: (isAcquired: boolean) => void,
  work: () => Promise<void>,
): Promise<void> {
  return database.connection().execute(async (connection) => {
    const lock = sql<{ acquired: boolean }>`select pg_try_advisory_lock(${sql.lit(lockKey)}) as acquired`;
    const isAcquired = (await lock.execute(connection)).rows[0]?.acquired ?? false;
    try {
      onResult(isAcquired);
      if (isAcquired) await work();
    } finally {
      // If unlocking fails, the pool closes the connection, which also releases the lock.
      if (isAcquired) {
        await sql`select pg_advisory_unlock(${sql.lit(lockKey)})`.execute(connection).catch(() => undefined);
      }
    }
  });
}
