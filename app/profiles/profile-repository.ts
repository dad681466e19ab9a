import type { Profile, ProfileDetails, ProfileFile, ProfilePage, ProfileQuery, PublicProfile } from './profile';

/** A profile with all columns of its row. */
export interface StoredProfile extends Profile {
  /** The SHA-256 of the management token, 32 bytes. */
  readonly tokenHash: Buffer;
  /** A UUID that changes with every write of the row. */
  readonly revision: string;
  /**
   * Whether the deletion of the profile has started. If so, the profile is invisible, and the deletion can be retried
   * until the row is erased.
   */
  readonly isDeleted: boolean;
}

/** The values with which a row is updated. */
export interface ChangedRow extends ProfileDetails {
  readonly file: ProfileFile | null;
}

/** The values of a new row. */
export interface NewRow extends ChangedRow {
  readonly id: string;
  readonly tokenHash: Buffer;
}

/** A profile whose deletion has started. */
export interface DeletedRow {
  readonly id: string;
  readonly fileId: string | null;
}

/**
 * The store of the rows of profiles in PostgreSQL. A method returns within 2 s, or throws `StoreUnavailable`. The first
 * call also checks the schema: it may take another 2 s, and throws `MigrationMissing` if the schema is outdated. A
 * write without a response is sent again, which may take another 2 s. Other errors are bugs.
 */
export interface ProfileRepository {
  /**
   * Inserts a row. If a row with the same id and token exists, nothing changes.
   * @returns the creation time of the profile; null if another profile has the id, or if this profile is being deleted
   * @throws CommitUncertain if both attempts got no response: the row may have been inserted, or may be inserted later
   */
  insert(row: NewRow): Promise<string | null>;
  /**
   * Updates a row, if the row still has this revision and its deletion has not started.
   * @returns false if another request has changed or deleted the row; nothing has been written, and nothing will be
   * @throws CommitUncertain if both attempts got no response, as in `insert`
   */
  update(id: string, revision: string, row: ChangedRow): Promise<boolean>;
  /**
   * Starts the deletion of a profile, which makes the profile invisible. The call is idempotent.
   * @returns null if there is no such row
   * @throws CommitUncertain if both attempts got no response, as in `insert`
   */
  markDeleted(id: string): Promise<DeletedRow | null>;
  /**
   * Erases the details and the token of a profile whose deletion has started. The id is kept until `forgetErased`, so
   * that a retry of the creation does not store the profile again.
   */
  erase(id: string): Promise<void>;
  /** Deletes the rows of erased profiles whose deletion started at least `olderThanMs` milliseconds ago. */
  forgetErased(olderThanMs: number): Promise<void>;
  /** Returns the row with this id, or null. The deletion of the profile may have started. */
  find(id: string): Promise<StoredProfile | null>;
  /** Returns the public part of a profile, or null if the profile does not exist or its deletion has started. */
  findPublic(id: string): Promise<PublicProfile | null>;
  /**
   * Lists profiles, newest first. A page without a search text is read from an index. A search reads rows until the
   * page is full. If few names match, it reads all rows, which takes a quarter of a second for a million rows. The
   * statement timeout limits this time.
   */
  list(query: ProfileQuery): Promise<ProfilePage>;
  /** Returns the ids among `fileIds` that a row refers to, including rows whose deletion has started. */
  usedFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Returns up to 100 profiles that have not been erased and whose deletion started at least `olderThanMs` milliseconds
   * ago.
   */
  staleDeletions(olderThanMs: number): Promise<readonly DeletedRow[]>;
  /**
   * Runs work under a lock, so that only one process sweeps at a time. The lock is released when its connection ends.
   * The work has no timeout.
   * @returns whether the work was run; false if another process has the lock
   * @throws any error of the work
   */
  withSweepLock(work: () => Promise<void>): Promise<boolean>;
  /**
   * Checks that the database responds and has the schema that this version needs.
   * @throws MigrationMissing if the schema is outdated, StoreUnavailable if the database does not respond
   */
  check(): Promise<void>;
  /** Closes all connections to the database. */
  end(): Promise<void>;
}

/** Returns the part of a row that the owner of the profile may see. */
export function profileOf({ tokenHash: _, revision: __, isDeleted: ___, ...profile }: StoredProfile): Profile {
  return profile;
}
