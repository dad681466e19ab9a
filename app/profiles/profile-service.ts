import type { Readable } from 'node:stream';
import type { Claim } from './claim';
import type { FileRecord } from './files/file-metadata';
import type { ByteRange } from './files/file-store';
import type { FileType } from './files/file-type';
import type { Profile, ProfileDetails, ProfilePage, ProfileQuery, PublicProfile } from './profile';

/** A file that has been uploaded and belongs to no profile yet. Whoever has it gives it to a profile or discards it. */
export interface PendingFile {
  /** The UUID that its object has under `pending/`. */
  readonly id: string;
  /** What its owner calls it, as `cleanFileName` gives it. */
  readonly name: string;
  /** Bytes, 1 to 10 MiB. */
  readonly size: number;
  readonly type: FileType;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

/** A profile that has just been stored, and what manages it: 256 random bits in base64url, 43 characters, told only now. */
export interface CreatedProfile {
  readonly profile: Profile;
  readonly token: string;
}

/** What a change does with the file: another one, none, or the one that is there. */
export type FileChange = PendingFile | 'remove' | 'keep';

/** A profile as a page shows it: with what is known of its file, or null where it has none. */
export interface Shown<T extends PublicProfile> {
  readonly profile: T;
  readonly file: FileRecord | null;
}

/** A file to be answered with. */
export interface OpenedFile {
  readonly record: FileRecord;
  readonly name: string;
  /** Opens the bytes, or a part of them within `record.size`, before the response is due. Null if the file has been deleted since. */
  read(range?: ByteRange): Promise<Readable | null>;
}

export interface SweepOptions {
  /** Files that no profile holds are removed when they are so old, in milliseconds. @default 3_600_000 */
  readonly filesOlderThanMs?: number;
  /** Deletions are finished when they began so long ago, in milliseconds. @default 600_000 */
  readonly deletionsOlderThanMs?: number;
}

/** What a sweep has removed. */
export interface Swept {
  readonly files: number;
  readonly pending: number;
  readonly profiles: number;
}

/**
 * Profiles over their three stores. Every method throws `StoreUnavailable`, which HTTP shows as 503, where one of them
 * does not answer; its message tells the user what has become of their request. A method with a last parameter `signal` also
 * throws it when that is aborted, because the response is due; by default 1.5 s after the call.
 */
export interface ProfileService {
  /**
   * Takes a file in, as it comes: checks its size and its content, and streams it to the pending files.
   * @param name as the client sent it
   * @param signal aborted when nobody waits for it any more
   * @returns null where nothing came: an empty file
   * @throws Problem 413 as soon as there are too many bytes, 415 as soon as the content is none of the allowed types;
   *   the rest of the body is not read, and what was uploaded is removed
   */
  receive(name: string, body: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<PendingFile | null>;
  /** Removes a pending file that will not be used, as well as it can. Never throws; what stays expires in a day. */
  discard(file: PendingFile): Promise<void>;
  /**
   * Stores a profile with its file, or neither: at most once for the same claim. The pending file is used up, whatever comes
   * of it.
   * @param claim @default a new one
   * @throws CommitUncertain if no answer came: repeated with the same claim, it finds out
   * @throws Problem 422 if a claim of an Idempotency-Key is another profile's, 410 if its profile was deleted within a day
   */
  create(
    details: ProfileDetails,
    file: PendingFile | null,
    claim?: Claim,
    signal?: AbortSignal,
  ): Promise<CreatedProfile>;
  /**
   * Changes a profile, and its file with it, or neither. The pending file is used up, whatever comes of it.
   * @returns null where there is no such profile, or the token is not its own
   * @throws Problem 409 where it was changed by another request at the same moment
   */
  change(
    id: string,
    token: string,
    details: ProfileDetails,
    file: FileChange,
    signal?: AbortSignal,
  ): Promise<Profile | null>;
  /**
   * Deletes a profile and its file. Where it throws `StoreUnavailable` after it has begun, the profile is gone for
   * everybody, and the same call goes on.
   * @returns false where there is no such profile, or the token is not its own
   */
  remove(id: string, token: string, signal?: AbortSignal): Promise<boolean>;
  /** The profile for strangers, or null. */
  find(id: string, signal?: AbortSignal): Promise<Shown<PublicProfile> | null>;
  /** The whole profile, or null where there is none or the token is not its own: neither can be told from the time it takes. */
  findManaged(id: string, token: string, signal?: AbortSignal): Promise<Shown<Profile> | null>;
  list(query: ProfileQuery, signal?: AbortSignal): Promise<ProfilePage>;
  /** The file of a profile, or null where there is no such profile or it has none. */
  openFile(id: string, signal?: AbortSignal): Promise<OpenedFile | null>;
  /** Removes what was abandoned, if no other process is at it; then it gives null. */
  sweep(options?: SweepOptions): Promise<Swept | null>;
  /**
   * Makes sure that the database answers and has the schema that this program needs.
   * @throws MigrationMissing, StoreUnavailable
   */
  check(signal?: AbortSignal): Promise<void>;
}
