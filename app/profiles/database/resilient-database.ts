import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from '../../stores/deadline';
import { CommitUncertain, MigrationMissing, profilesUnavailable } from '../unavailable';
import { isBug, isServerError } from './database-errors';
import { hasMigration } from './has-migration';
import type { ProfilesDatabase } from './profiles-schema';

/**
 * The delay before a retry, in milliseconds. If one connection is broken, other connections may be broken too, and the
 * pool needs a moment to notice.
 */
const retryAfterMs = 25;

const maxAttempts = 3;

export interface ResilientDatabaseProps {
  readonly database: ProfilesDatabase;
  /** The timeout of one call with its retries, or of one attempt of a write, in milliseconds. */
  readonly timeoutMs: number;
  /** The name of the last migration that the app needs. */
  readonly requiredMigration: string;
}

/** Runs statements with a timeout and with retries, once the database has the schema that the app needs. */
export class ResilientDatabase {
  readonly #database: ProfilesDatabase;
  readonly #timeoutMs: number;
  readonly #requiredMigration: string;
  #hasSchema = false;
  #checking: Promise<void> | null = null;

  constructor({ database, timeoutMs, requiredMigration }: ResilientDatabaseProps) {
    this.#database = database;
    this.#timeoutMs = timeoutMs;
    this.#requiredMigration = requiredMigration;
  }

  /**
   * Checks that the database responds and has the schema that the app needs. Concurrent calls share one query, so that
   * health checks use at most one connection.
   * @throws MigrationMissing if the schema is outdated, StoreUnavailable if the database does not respond
   */
  check(): Promise<void> {
    this.#checking ??= this.#checkSchema().finally(() => {
      this.#checking = null;
    });
    return this.#checking;
  }

  /**
   * Checks that the database has the schema that the app needs. After the first success, further calls do nothing,
   * because migrations are never reverted.
   * @throws MigrationMissing, StoreUnavailable
   */
  async ensureSchema(): Promise<void> {
    if (!this.#hasSchema) await this.check();
  }

  async #checkSchema(): Promise<void> {
    this.#hasSchema = await this.#withRetries((database) => hasMigration(database, this.#requiredMigration));
    if (!this.#hasSchema) throw new MigrationMissing(this.#requiredMigration);
  }

  /**
   * Runs idempotent statements. They are retried if the connection breaks, because it may have been closed while it was
   * idle.
   */
  async run<T>(work: (database: ProfilesDatabase) => Promise<T>): Promise<T> {
    await this.ensureSchema();
    return this.#withRetries(work);
  }

  /**
   * Runs one write in one idempotent statement. If the statement was sent and got no response, it is sent once more,
   * and the second response counts.
   * @throws CommitUncertain if the second attempt fails too
   */
  async write<T>(work: (database: ProfilesDatabase) => Promise<T>): Promise<T> {
    await this.ensureSchema();
    let isSent = false;
    const attempt = () =>
      this.withTimeout((database, signal) =>
        database.connection().execute((connection) => {
          // After the timeout, the caller reports that nothing was written, so the statement must not be sent any more.
          signal.throwIfAborted();
          isSent = true;
          return work(connection);
        }),
      );
    return attempt().catch(async (error: Error) => {
      if (!isSent || isServerError(error) || isServerError(error.cause)) throw error;
      await sleep(2 * retryAfterMs);
      return attempt().catch((second: Error) => {
        throw new CommitUncertain(second.cause ?? second);
      });
    });
  }

  /**
   * Runs statements with the timeout of one call, without retries.
   * @throws StoreUnavailable if the database does not respond; errors that are bugs are thrown unchanged
   */
  async withTimeout<T>(work: (database: ProfilesDatabase, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, (signal) => work(this.#database, signal));
    } catch (error) {
      throw isBug(error) ? error : profilesUnavailable(error);
    }
  }

  #withRetries<T>(work: (database: ProfilesDatabase) => Promise<T>): Promise<T> {
    return this.withTimeout(async (database, signal) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await work(database);
        } catch (error) {
          if (isServerError(error) || signal.aborted || attempt === maxAttempts) throw error;
          await sleep(attempt * retryAfterMs);
        }
      }
    });
  }
}
