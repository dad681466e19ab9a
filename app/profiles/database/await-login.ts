import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';

/** The default timeout, in milliseconds. It exceeds the few seconds until a new IAM policy takes effect. */
const defaultTimeoutMs = 30_000;

const retryAfterMs = 1_000;

/**
 * Waits until a user can log in and read the table of migrations. Without this check, a deployment would succeed
 * although the app cannot log in, because the health check does not use the database.
 * @param database a client that logs in as the user
 * @throws the error of the last attempt, after `timeoutMs`
 */
export async function awaitLogin(database: Kysely<unknown>, timeoutMs = defaultTimeoutMs): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      await sql`select from migrations limit 1`.execute(database);
      return;
    } catch (error) {
      if (performance.now() + retryAfterMs > deadline) throw error;
      await sleep(retryAfterMs);
    }
  }
}
