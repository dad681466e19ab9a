import { randomUUID } from 'node:crypto';
import { CallQueue, QueueTimeout } from '../../stores/call-queue';
import { StoreUnavailable } from '../../stores/store-unavailable';
import type { ProfilePage, ProfileQuery, PublicProfile } from '../profile';
import type { ChangedRow, DeletedRow, NewRow, ProfileRepository, StoredProfile } from '../profile-repository';
import { erase, forgetErased, markDeleted, staleDeletions } from './deleted-profiles';
import { requiredMigration } from './migrations';
import { listProfiles } from './profile-list';
import { findPublicRow, findRow, findUsedFiles, insertRow, updateRow } from './profile-rows';
import { type ProfilesDatabase, toColumns } from './profiles-schema';
import { ResilientDatabase } from './resilient-database';
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
    const columns = { id: row.id, token_hash: row.tokenHash, revision: randomUUID(), ...toColumns(row) };
    return this.#database.write((database) => insertRow(database, columns));
  }

  update(id: string, revision: string, row: ChangedRow): Promise<boolean> {
    // Both attempts write the same revision, by which the second attempt recognizes the first.
    const change = { id, from: revision, columns: { revision: randomUUID(), ...toColumns(row) } };
    return this.#database.write((database) => updateRow(database, change));
  }

  markDeleted(id: string): Promise<DeletedRow | null> {
    return this.#database.write((database) => markDeleted(database, id));
  }

  erase(id: string): Promise<void> {
    return this.#database.run((database) => erase(database, id));
  }

  forgetErased(olderThanMs: number): Promise<void> {
    return this.#database.run((database) => forgetErased(database, olderThanMs));
  }

  find(id: string): Promise<StoredProfile | null> {
    return this.#database.run((database) => findRow(database, id));
  }

  findPublic(id: string): Promise<PublicProfile | null> {
    return this.#database.run((database) => findPublicRow(database, id));
  }

  list(query: ProfileQuery): Promise<ProfilePage> {
    return query.search === undefined ? this.#list(query) : this.#search(query);
  }

  async #search(query: ProfileQuery): Promise<ProfilePage> {
    try {
      // The signal is never aborted, because a search ends by its own timeout.
      return await this.#searches.run(new AbortController().signal, () => this.#list(query));
    } catch (error) {
      if (!(error instanceof QueueTimeout)) throw error;
      throw new StoreUnavailable(error, 'Too many searches are running. Please try again in a few seconds.');
    }
  }

  #list(query: ProfileQuery): Promise<ProfilePage> {
    return this.#database.run((database) => listProfiles(database, query));
  }

  usedFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.#database.run((database) => findUsedFiles(database, fileIds));
  }

  staleDeletions(olderThanMs: number): Promise<readonly DeletedRow[]> {
    return this.#database.run((database) => staleDeletions(database, olderThanMs));
  }

  withSweepLock(work: () => Promise<void>): Promise<boolean> {
    return withSweepLock(this.#database, work);
  }

  check(): Promise<void> {
    return this.#database.check();
  }

  end(): Promise<void> {
    return this.#client.destroy();
  }
}
