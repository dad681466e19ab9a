import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, type Selectable, sql } from 'kysely';
import { withDeadline } from '../../stores/deadline';
import type { ProfilePage, ProfileQuery, PublicProfile } from '../profile';
import type { ChangedRow, DeletedRow, NewRow, ProfileRepository, StoredProfile } from '../profile-repository';
import { CommitUncertain, MigrationMissing, profilesUnavailable } from '../unavailable';
import { requiredMigration } from './migrations';
import { isAnswer } from './pool';
import { earlierFolding, foldName } from './search-name';

/** The tables as this version uses them. */
export interface ProfilesSchema {
  readonly profiles: ProfilesTable;
  readonly migrations: { readonly name: string };
}

interface ProfilesTable {
  readonly id: string;
  readonly name: string;
  readonly search_name: string;
  readonly email: string;
  readonly phone: string | null;
  readonly about: string | null;
  readonly file_id: string | null;
  readonly file_name: string | null;
  readonly token_hash: Buffer;
  readonly revision: string;
}

export interface ProfileRepositoryProps {
  readonly database: Kysely<ProfilesSchema>;
  /** The time-out of one attempt, in milliseconds. @default 2_000 */
  readonly timeoutMs?: number;
  /** The migration without which nothing is served. @default that of this version */
  readonly required?: string;
}

type Database = Kysely<ProfilesSchema>;

/** The instant as text, because a JavaScript date knows no microseconds. */
const createdAt = sql<string>`to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const { from, to, replaced, by } = earlierFolding;

/** The name as `foldName` folds it now, whichever version wrote it. */
const searchName = sql<string>`replace(translate(search_name, ${sql.lit(from)}, ${sql.lit(to)}), ${sql.lit(replaced)}, ${sql.lit(by)})`;

const publicColumns = ['id', 'name', 'about', 'file_id', 'file_name'] as const;

/** Any number that nothing else in this database locks. */
const sweepLockKey = 5_000_002;

const maxDeletions = 100;

/** The e-mail address in the row of an erased profile. No other profile has an empty one. */
const erasedEmail = '';

/** When one connection breaks, others may have as well, and the pool takes a moment to see which. */
const repeatAfterMs = 25;

const maxAttempts = 3;

/** Creates the repository that keeps profiles in PostgreSQL. It ends the database client with itself. */
export function createProfileRepository(props: ProfileRepositoryProps): ProfileRepository {
  return new PostgresProfileRepository(props);
}

class PostgresProfileRepository implements ProfileRepository {
  readonly #database: Database;
  readonly #timeoutMs: number;
  readonly #required: string;
  #isSchemaKnown = false;

  constructor({ database, timeoutMs = 2_000, required = requiredMigration }: ProfileRepositoryProps) {
    this.#database = database;
    this.#timeoutMs = timeoutMs;
    this.#required = required;
  }

  insert(row: NewRow): Promise<string | null> {
    const values = { id: row.id, token_hash: row.tokenHash, revision: randomUUID(), ...columnsOf(row) };
    return this.#write(async (database) => {
      const insert = database.insertInto('profiles').values(values);
      // An earlier attempt whose answer was lost may have stored it: then this one only says so.
      const orTell = insert.onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ id: row.id })
          .where('profiles.token_hash', '=', row.tokenHash)
          .where(sql<boolean>`profiles.deleted_at is null`),
      );
      return (await orTell.returning(createdAt.as('created_at')).executeTakeFirst())?.created_at ?? null;
    });
  }

  update(id: string, revision: string, row: ChangedRow): Promise<boolean> {
    const next = randomUUID();
    return this.#write(async (database) => {
      const update = database.updateTable('profiles').set({ revision: next, ...columnsOf(row) });
      const { numUpdatedRows } = await update
        .where('id', '=', id)
        .where('revision', '=', revision)
        .where(sql<boolean>`deleted_at is null`)
        .executeTakeFirst();
      if (numUpdatedRows > 0n) return true;
      // A first attempt whose answer was lost may have done it.
      const stored = database.selectFrom('profiles').select('revision').where('id', '=', id);
      return (await stored.executeTakeFirst())?.revision === next;
    });
  }

  markDeleted(id: string): Promise<DeletedRow | null> {
    return this.#write(async (database) => {
      const { rows } = await sql<{ file_id: string | null }>`
        update profiles set deleted_at = coalesce(deleted_at, clock_timestamp()), revision = ${randomUUID()}
        where id = ${id} returning file_id
      `.execute(database);
      return rows[0] === undefined ? null : { id, fileId: rows[0].file_id };
    });
  }

  async erase(id: string): Promise<void> {
    const blank = { name: '', search_name: '', email: erasedEmail, phone: null, about: null };
    await this.#repeated((database) =>
      database
        .updateTable('profiles')
        .set({ ...blank, file_id: null, file_name: null, token_hash: Buffer.alloc(32) })
        .where('id', '=', id)
        .where(sql<boolean>`deleted_at is not null`)
        .execute(),
    );
  }

  async forgetErased(olderThanMs: number): Promise<void> {
    await this.#repeated((database) =>
      database.deleteFrom('profiles').where('email', '=', erasedEmail).where(deletedBefore(olderThanMs)).execute(),
    );
  }

  async find(id: string): Promise<StoredProfile | null> {
    const row = await this.#repeated((database) =>
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
    const row = await this.#repeated((database) => selectPublic(database).where('id', '=', id).executeTakeFirst());
    return row === undefined ? null : toPublicProfile(row);
  }

  async list({ limit, before, search = '' }: ProfileQuery): Promise<ProfilePage> {
    const pattern = `%${foldName(search).replace(/[\\%_]/g, '\\$&')}%`;
    const rows = await this.#repeated((database) =>
      selectPublic(database)
        .$if(before !== undefined, (query) =>
          query.where(sql<boolean>`(created_at, id) < (${before?.createdAt}::timestamptz, ${before?.id}::uuid)`),
        )
        .$if(search !== '', (query) => query.where(searchName, 'like', pattern))
        .orderBy(sql`profiles.created_at desc, id desc`)
        // One more tells whether there is another page.
        .limit(limit + 1)
        .execute(),
    );
    const profiles = rows.slice(0, limit).map(toPublicProfile);
    const last = profiles.at(-1);
    const next = rows.length > limit && last !== undefined ? { id: last.id, createdAt: last.createdAt } : null;
    return { profiles, next };
  }

  async heldFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    const { rows } = await this.#repeated((database) =>
      sql<{ file_id: string }>`select file_id from profiles where file_id = any(${fileIds}::uuid[])`.execute(database),
    );
    return new Set(rows.map((row) => row.file_id));
  }

  async staleDeletions(olderThanMs: number): Promise<readonly DeletedRow[]> {
    const { rows } = await this.#repeated((database) =>
      sql<{ id: string; file_id: string | null }>`
        select id, file_id from profiles
        where ${deletedBefore(olderThanMs)} and email <> ${erasedEmail}
        order by deleted_at limit ${sql.lit(maxDeletions)}
      `.execute(database),
    );
    return rows.map((row) => ({ id: row.id, fileId: row.file_id }));
  }

  async withSweepLock(work: () => Promise<void>): Promise<boolean> {
    await this.#ensureSchema();
    let session: Promise<void> = Promise.resolve();
    const isOurs = await this.#bounded((database, signal) => {
      return new Promise<boolean>((resolve, reject) => {
        session = database.connection().execute(async (connection) => {
          if (!(await takeSweepLock(connection))) return resolve(false);
          try {
            // Whoever waited for it has been told that it was not to be had.
            signal.throwIfAborted();
            resolve(true);
            await work();
          } finally {
            await releaseSweepLock(connection);
          }
        });
        session.catch(reject);
      });
    });
    await session;
    return isOurs;
  }

  async check(): Promise<void> {
    this.#isSchemaKnown = false;
    await this.#ensureSchema();
  }

  end(): Promise<void> {
    return this.#database.destroy();
  }

  /** A schema only ever goes forward: that it has what is needed must be seen once. */
  async #ensureSchema(): Promise<void> {
    if (this.#isSchemaKnown) return;
    const isThere = await this.#withRepeats((database) => hasMigration(database, this.#required));
    if (!isThere) throw new MigrationMissing(this.#required);
    this.#isSchemaKnown = true;
  }

  async #repeated<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await this.#ensureSchema();
    return this.#withRepeats(work);
  }

  /** Does what may be done twice: a connection may have been ended while nobody used it, and another one will do. */
  #withRepeats<T>(work: (database: Database) => Promise<T>): Promise<T> {
    return this.#bounded(async (database, signal) => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await work(database);
        } catch (error) {
          if (isAnswer(error) || signal.aborted || attempt === maxAttempts) throw error;
          await sleep(attempt * repeatAfterMs);
        }
      }
    });
  }

  /**
   * Writes in one statement that commits by itself and does no harm when it is repeated. Where it went out and no answer
   * came, it is repeated, and only that answer counts.
   */
  async #write<T>(work: (database: Database) => Promise<T>): Promise<T> {
    await this.#ensureSchema();
    let isOut = false;
    const attempt = () =>
      this.#bounded((database, signal) =>
        database.connection().execute((connection) => {
          // Nobody waits for it any more: whoever did was told that nothing was written.
          signal.throwIfAborted();
          isOut = true;
          return work(connection);
        }),
      );
    return attempt().catch(async (error: Error) => {
      if (!isOut || isAnswer(error) || isAnswer(error.cause)) throw error;
      await sleep(2 * repeatAfterMs);
      return attempt().catch((second: Error) => {
        throw new CommitUncertain(second.cause ?? second);
      });
    });
  }

  async #bounded<T>(work: (database: Database, signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await withDeadline(this.#timeoutMs, (signal) => work(this.#database, signal));
    } catch (error) {
      throw isBug(error) ? error : profilesUnavailable(error);
    }
  }
}

async function takeSweepLock(database: Database): Promise<boolean> {
  const lock = sql<{ taken: boolean }>`select pg_try_advisory_lock(${sql.lit(sweepLockKey)}) as taken`;
  return (await lock.execute(database)).rows[0]?.taken ?? false;
}

/** Where this fails, the connection is given up, and the lock goes with it. */
async function releaseSweepLock(database: Database): Promise<void> {
  await sql`select pg_advisory_unlock(${sql.lit(sweepLockKey)})`.execute(database).catch(() => undefined);
}

/** Codes of PostgreSQL for what `migrate.js` has not made yet: the table, or this user's rights on it. */
const undefinedTable = '42P01';
const insufficientPrivilege = '42501';

async function hasMigration(database: Database, name: string): Promise<boolean> {
  try {
    const found = database.selectFrom('migrations').select('name').where('name', '=', name);
    return (await found.executeTakeFirst()) !== undefined;
  } catch (error) {
    const isNotYetOurs = isAnswer(error) && (error.code === undefinedTable || error.code === insufficientPrivilege);
    if (isNotYetOurs) return false;
    throw error;
  }
}

/** Values and statements that the database cannot take: data exceptions, violated constraints, syntax. */
function isBug(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  return isAnswer(error) && /^(22|23|42)/.test(error.code ?? '');
}

function deletedBefore(olderThanMs: number) {
  return sql<boolean>`deleted_at <= clock_timestamp() - make_interval(secs => ${olderThanMs / 1_000}::float8)`;
}

function selectPublic(database: Database) {
  const profiles = database.selectFrom('profiles').select([...publicColumns, createdAt.as('created_at')]);
  return profiles.where(sql<boolean>`deleted_at is null`);
}

function columnsOf({ name, email, phone, about, file }: ChangedRow) {
  const fileColumns = { file_id: file?.id ?? null, file_name: file?.name ?? null };
  return { name, search_name: foldName(name), email, phone, about, ...fileColumns };
}

type PublicRow = Pick<Selectable<ProfilesTable>, (typeof publicColumns)[number]> & { readonly created_at: string };

function toPublicProfile({
  id,
  name,
  about,
  file_id: fileId,
  file_name: fileName,
  created_at,
}: PublicRow): PublicProfile {
  const file = fileId === null || fileName === null ? null : { id: fileId, name: fileName };
  return { id, createdAt: created_at, name, about, file };
}
