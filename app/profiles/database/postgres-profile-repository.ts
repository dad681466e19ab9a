import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { CallQueue, QueueTimeout } from '../../stores/call-queue';
import { StoreUnavailable } from '../../stores/store-unavailable';
import type { ProfilePage, ProfileQuery, PublicProfile } from '../profile';
import type { ChangedRow, DeletedRow, NewRow, ProfileRepository, StoredProfile } from '../profile-repository';
import { requiredMigration } from './migrations';
import {
  createdAt,
  erasedEmail,
  isDeletedBefore,
  isNotDeleted,
  type ProfilesDatabase,
  publicColumns,
  searchName,
  selectPublic,
  toColumns,
  toPublicProfile,
} from './profiles-schema';
import { ResilientDatabase } from './resilient-database';
import { foldName } from './search-name';
import { withSweepLock } from './sweep-lock';

export interface ProfileRepositoryProps {
  readonly database: ProfilesDatabase;
  /**
   * The timeout of one attempt, in milliseconds.
   * @default 2_000
   */
  readonly timeoutMs?: number;
  /**
   * The name of the last migration that the app needs.
   * @default the last migration of this version
   */
  readonly required?: string;
}

const maxDeletions = 100;

/**
 * The limits of concurrent searches. A search reads all rows, so it can take until the timeout of its statement, 1 s.
 * The other connections are for requests that read or write one profile. A search that waits longer would exceed the
 * response deadline of 1.5 s.
 */
const searchLimits = { size: 2, maxWaitMs: 500 };

/** Creates a repository of profiles in PostgreSQL. Its `end` also closes the database client. */
export function createProfileRepository(props: ProfileRepositoryProps): ProfileRepository {
  return new PostgresProfileRepository(props);
}

class PostgresProfileRepository implements ProfileRepository {
  readonly #client: ProfilesDatabase;
  readonly #database: ResilientDatabase;
  readonly #searches = new CallQueue(searchLimits);

  constructor({ database, timeoutMs = 2_000, required = requiredMigration }: ProfileRepositoryProps) {
    this.#client = database;
    this.#database = new ResilientDatabase({ database, timeoutMs, requiredMigration: required });
  }

  insert(row: NewRow): Promise<string | null> {
    const values = { id: row.id, token_hash: row.tokenHash, revision: randomUUID(), ...toColumns(row) };
    return this.#database.write(async (database) => {
      const inserted = await database
        .insertInto('profiles')
        .values(values)
        // If an earlier attempt has inserted the row, the statement changes nothing and returns that row.
        .onConflict((conflict) =>
          conflict
            .column('id')
            .doUpdateSet({ id: row.id })
            .where('profiles.token_hash', '=', row.tokenHash)
            .where(isNotDeleted),
        )
        .returning(createdAt.as('created_at'))
        .executeTakeFirst();
      return inserted?.created_at ?? null;
    });
  }

  update(id: string, revision: string, row: ChangedRow): Promise<boolean> {
    const values = { revision: randomUUID(), ...toColumns(row) };
    return this.#database.write(async (database) => {
      const { numUpdatedRows } = await database
        .updateTable('profiles')
        .set(values)
        .where('id', '=', id)
        .where('revision', '=', revision)
        .where(isNotDeleted)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return true;
      // An earlier attempt without a response may have updated the row.
      const stored = database.selectFrom('profiles').select('revision').where('id', '=', id);
      return (await stored.executeTakeFirst())?.revision === values.revision;
    });
  }

  markDeleted(id: string): Promise<DeletedRow | null> {
    return this.#database.write(async (database) => {
      const { rows } = await sql<{ file_id: string | null }>`
        update profiles set deleted_at = coalesce(deleted_at, clock_timestamp()), revision = ${randomUUID()}
        where id = ${id} returning file_id
      `.execute(database);
      return rows[0] === undefined ? null : { id, fileId: rows[0].file_id };
    });
  }

  async erase(id: string): Promise<void> {
    const erased = { name: '', search_name: '', email: erasedEmail, phone: null, about: null };
    await this.#database.run((database) =>
      database
        .updateTable('profiles')
        .set({ ...erased, file_id: null, file_name: null, token_hash: Buffer.alloc(32) })
        .where('id', '=', id)
        .where(sql<boolean>`deleted_at is not null`)
        .execute(),
    );
  }

  async forgetErased(olderThanMs: number): Promise<void> {
    await this.#database.run((database) =>
      database.deleteFrom('profiles').where('email', '=', erasedEmail).where(isDeletedBefore(olderThanMs)).execute(),
    );
  }

  async find(id: string): Promise<StoredProfile | null> {
    const row = await this.#database.run((database) =>
      database
        .selectFrom('profiles')
        .select([...publicColumns, 'email', 'phone', 'token_hash', 'revision', createdAt.as('created_at')])
        .select(sql<boolean>`deleted_at is not null`.as('is_deleted'))
        .where('id', '=', id)
        .executeTakeFirst(),
    );
    if (row === undefined) return null;
    const { email, phone, token_hash: tokenHash, revision, is_deleted: isDeleted } = row;
    return { ...toPublicProfile(row), email, phone, tokenHash, revision, isDeleted };
  }

  async findPublic(id: string): Promise<PublicProfile | null> {
    const row = await this.#database.run((database) => selectPublic(database).where('id', '=', id).executeTakeFirst());
    return row === undefined ? null : toPublicProfile(row);
  }

  list(query: ProfileQuery): Promise<ProfilePage> {
    return query.search === undefined ? this.#readPage(query) : this.#search(query);
  }

  async #search(query: ProfileQuery): Promise<ProfilePage> {
    try {
      // The signal is never aborted, because a search ends by its own timeout.
      return await this.#searches.run(new AbortController().signal, () => this.#readPage(query));
    } catch (error) {
      if (!(error instanceof QueueTimeout)) throw error;
      throw new StoreUnavailable(error, 'Too many searches are running. Please try again in a few seconds.');
    }
  }

  async #readPage({ limit, before, search = '' }: ProfileQuery): Promise<ProfilePage> {
    const pattern = `%${foldName(search).replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#database.run((database) =>
      selectPublic(database)
        .$if(before !== undefined, (query) =>
          query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}::timestamptz, ${before?.id}::uuid)`),
        )
        .$if(search !== '', (query) => query.where(searchName, 'like', pattern))
        .orderBy(sql`profiles.created_at desc, id desc`)
        // One more row shows whether there is another page.
        .limit(limit + 1)
        .execute(),
    );
    const profiles = rows.slice(0, limit).map(toPublicProfile);
    const last = profiles.at(-1);
    const next = rows.length > limit && last !== undefined ? { id: last.id, createdAt: last.createdAt } : null;
    return { profiles, next };
  }

  async usedFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.#database.run((database) =>
      sql<{ file_id: string }>`select file_id from profiles where file_id = any(${fileIds}::uuid[])`.execute(database),
    );
    return new Set(rows.map((row) => row.file_id));
  }

  async staleDeletions(olderThanMs: number): Promise<readonly DeletedRow[]> {
    const { rows } = await this.#database.run((database) =>
      sql<{ id: string; file_id: string | null }>`
        select id, file_id from profiles
        where ${isDeletedBefore(olderThanMs)} and email <> ${erasedEmail}
        order by deleted_at limit ${sql.lit(maxDeletions)}
      `.execute(database),
    );
    return rows.map((row) => ({ id: row.id, fileId: row.file_id }));
  }

  async withSweepLock(work: () => Promise<void>): Promise<boolean> {
    await this.#database.ensureSchema();
    let session: Promise<void> = Promise.resolve();
    // The timeout limits the time to acquire the lock, but not the work.
    const isTaken = await this.#database.withTimeout(
      (database, signal) =>
        new Promise<boolean>((resolve, reject) => {
          const taken = (result: boolean) => {
            signal.throwIfAborted();
            resolve(result);
          };
          session = withSweepLock(database, taken, work);
          session.catch(reject);
        }),
    );
    await session;
    return isTaken;
  }

  check(): Promise<void> {
    return this.#database.check();
  }

  end(): Promise<void> {
    return this.#client.destroy();
  }
}
