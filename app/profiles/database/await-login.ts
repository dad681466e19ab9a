import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';

/** IAM takes some seconds to know a new policy. */
const defaultTimeoutMs = 30_000;

const pauseMs = 1_000;

/**
 * Waits until a user can log in and read. Without this, a deployment whose app cannot log in would succeed, because the health
 * check does not ask the database.
 * @param database a client of that user
 * @throws Error of the last attempt, after `timeoutMs`
 */
export async function awaitLogin(database: Kysely<unknown>, timeoutMs = defaultTimeoutMs): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await sql`select from migrations limit 1`.execute(database);
      return;
    } catch (error) {
      if (performance.now() + pauseMs > deadline) throw error;
      await sleep(pauseMs);
    }
  }
}
