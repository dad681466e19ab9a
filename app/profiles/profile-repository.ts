import type { Profile, ProfileDetails, ProfileFile, ProfilePage, ProfileQuery, PublicProfile } from './profile';

/** A profile as its row holds it. */
export interface StoredProfile extends Profile {
  /** SHA-256 of the token, 32 bytes. */
  readonly tokenHash: Buffer;
  /** A UUID that every write of the row replaces. */
  readonly revision: string;
  /** Whether its deletion has begun: then nobody sees it. Until it is erased, it can be deleted again. */
  readonly isDeleted: boolean;
}

/** What is written of a profile that is new. */
export interface NewRow extends ProfileDetails {
  readonly id: string;
  readonly file: ProfileFile | null;
  readonly tokenHash: Buffer;
}

/** What a change writes over a row. */
export interface ChangedRow extends ProfileDetails {
  readonly file: ProfileFile | null;
}

/** A profile whose deletion has begun, and the file that it holds. */
export type DeletedRow = { readonly id: string; readonly fileId: string | null };

/**
 * Where the rows of profiles are kept: PostgreSQL. A method answers within 2 s or throws `StoreUnavailable`; until the
 * schema has been seen once, each looks for it first, which takes 2 s more, and throws `MigrationMissing` where it is not there.
 * A write whose answer is lost goes out once more, for another 2 s. Any other error is a mistake in this program.
 */
export interface ProfileRepository {
  /**
   * Stores a profile, unless one with the same id and the same token is there: then nothing changes.
   * @returns when that profile was created, or null if another profile has the id, or it is being deleted
   * @throws CommitUncertain where no answer came, not even to the second attempt: the row may be there, or come yet
   */
  insert(row: NewRow): Promise<string | null>;
  /**
   * Writes over the profile, if it is still of this revision and not deleted.
   * @returns false where it is not: nothing was written, and nothing will be
   * @throws CommitUncertain as `insert` does
   */
  update(id: string, revision: string, row: ChangedRow): Promise<boolean>;
  /**
   * Makes a profile invisible, for good. Doing it again is no harm.
   * @returns null where there is no such row
   * @throws CommitUncertain as `insert` does
   */
  markDeleted(id: string): Promise<DeletedRow | null>;
  /**
   * Erases a profile whose deletion has begun: its details and its token. The id remains until `forgetErased`, so that a
   * retry of the request that stored the profile does not store it again.
   */
  erase(id: string): Promise<void>;
  /** Deletes the rows of erased profiles whose deletion began at least this many milliseconds ago. */
  forgetErased(olderThanMs: number): Promise<void>;
  /** The row under this id, or null; a row whose deletion has begun too. */
  find(id: string): Promise<StoredProfile | null>;
  /** What strangers may see of the profile, or null; deleted ones are gone. */
  findPublic(id: string): Promise<PublicProfile | null>;
  /**
   * Profiles newest first, without the deleted. A page is found by an index. A search looks at row after row until the
   * page is full; where hardly any name matches it looks at all of them, which takes a quarter of a second for a million
   * and is bounded by the statement's time-out.
   */
  list(query: ProfileQuery): Promise<ProfilePage>;
  /** Which of these files a row holds, deleted rows included. */
  heldFiles(fileIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Up to 100 profiles whose deletion began at least this many milliseconds ago and which have not been erased. */
  staleDeletions(olderThanMs: number): Promise<readonly DeletedRow[]>;
  /**
   * Runs work under a lock that one process has at a time, and that ends with its connection: where another has it, the
   * work is not run. The work takes as long as it takes, and its errors are thrown as they are.
   * @returns whether it was run
   */
  withSweepLock(work: () => Promise<void>): Promise<boolean>;
  /**
   * Makes sure that the database answers and has the schema that this program needs.
   * @throws MigrationMissing, StoreUnavailable
   */
  check(): Promise<void>;
  /** Ends every connection. */
  end(): Promise<void>;
}
