import type { Readable } from 'node:stream';
import type { FileRecord } from './files/file-metadata';
import type { ByteRange } from './files/file-store';
import type { PendingUpload } from './files/pending-upload';
import type { Profile, ProfileDetails, ProfilePage, ProfileQuery, PublicProfile } from './profile';
import type { RetryToken } from './retry-token';

/**
 * A stored profile with its management token: 256 random bits in base64url, 43 characters. Only the hash of the token
 * is stored.
 */
export interface CreatedProfile {
  readonly profile: Profile;
  readonly token: string;
}

/** A profile that a client submits. */
export interface ProfileCreation {
  readonly details: ProfileDetails;
  readonly upload: PendingUpload | null;
  readonly retryToken: RetryToken;
}

/** What a change does with the file: replaces it with an upload, removes it, or keeps it. */
export type FileChange = PendingUpload | 'remove' | 'keep';

/** A change of a profile by its owner. */
export interface ProfileChange {
  readonly id: string;
  readonly token: string;
  readonly details: ProfileDetails;
  readonly file: FileChange;
}

/** A profile and the metadata of its file. The metadata is null if the profile has no file. */
export interface ProfileWithFile<T extends PublicProfile> {
  readonly profile: T;
  readonly file: FileRecord | null;
}

/** A file that can be downloaded. */
export interface OpenedFile {
  readonly record: FileRecord;
  readonly name: string;
  /**
   * Opens the whole file, or a range within `record.size` bytes. Returns null if the file has been deleted in the
   * meantime.
   */
  read(range?: ByteRange): Promise<Readable | null>;
}

/**
 * The operations on profiles. Every method throws `StoreUnavailable` if a store does not respond, or if `signal` is
 * aborted because the response deadline has passed. The message says whether anything was written.
 */
export interface ProfileService {
  /**
   * Creates a pending upload. The caller must call `discard` of the upload at the end, even after an error.
   * @param fileName the file name that the client sent
   */
  startUpload(fileName: string): PendingUpload;
  /**
   * Stores a profile and its file, or neither. With the same retry token, the profile is stored only once.
   * @throws CommitUncertain if the profile may have been stored; a retry with the same retry token completes or finds
   * it
   * @throws ProfileError if an idempotency key belongs to another profile, or to one that was deleted less than a day
   * ago
   */
  create(creation: ProfileCreation, signal: AbortSignal): Promise<CreatedProfile>;
  /**
   * Changes a profile and its file, or neither.
   * @returns null if the profile does not exist, or if the token is wrong
   * @throws ProfileError if another request changes the profile at the same time
   */
  change(change: ProfileChange, signal: AbortSignal): Promise<Profile | null>;
  /**
   * Deletes a profile and its file. If it throws after the deletion has started, the profile is already invisible, and
   * a repeated call completes the deletion.
   * @returns false if the profile does not exist, or if the token is wrong
   */
  delete(id: string, token: string, signal: AbortSignal): Promise<boolean>;
  /** Returns the public part of a profile, or null if the profile does not exist. */
  find(id: string, signal: AbortSignal): Promise<ProfileWithFile<PublicProfile> | null>;
  /** Returns the whole profile, or null if it does not exist or the token is wrong. Both cases take the same time. */
  findManaged(id: string, token: string, signal: AbortSignal): Promise<ProfileWithFile<Profile> | null>;
  list(query: ProfileQuery, signal: AbortSignal): Promise<ProfilePage>;
  /**
   * Returns the file of a profile, or null if the profile does not exist or has no file.
   * @param signal if aborted, the method and `read` of the returned file throw StoreUnavailable
   */
  openFile(id: string, signal: AbortSignal): Promise<OpenedFile | null>;
  /**
   * Checks that the database responds and has the schema that this version needs.
   * @throws MigrationMissing if the schema is outdated, StoreUnavailable if the database does not respond
   */
  check(signal: AbortSignal): Promise<void>;
}
