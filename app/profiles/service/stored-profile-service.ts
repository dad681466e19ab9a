import type { Logger } from 'pino';
import { untilAborted } from '../../stores/deadline';
import { Cleanup } from '../files/cleanup';
import type { FileMetadata } from '../files/file-metadata';
import type { ByteRange, FileStore } from '../files/file-store';
import { PendingUpload } from '../files/pending-upload';
import { matchesHash } from '../management-token';
import {
  isProfileId,
  type Profile,
  type ProfileDetails,
  type ProfilePage,
  type ProfileQuery,
  type PublicProfile,
} from '../profile';
import { type ProfileRepository, profileOf, type StoredProfile } from '../profile-repository';
import type { CreatedProfile, FileChange, OpenedFile, ProfileService, ProfileWithFile } from '../profile-service';
import type { RetryToken } from '../retry-token';
import { profilesUnavailable } from '../unavailable';
import { changeProfile, prepareChange } from './change-profile';
import { createProfile, prepareCreation } from './create-profile';
import { deleteProfile, prepareDeletion } from './delete-profile';
import type { ProfileStores } from './profile-stores';
import { WriteOutcome } from './write-outcome';

export interface StoredProfileServiceProps {
  readonly repository: ProfileRepository;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly log: Pick<Logger, 'warn'>;
}

/** The service that stores profiles in PostgreSQL, S3 and DynamoDB. */
export class StoredProfileService implements ProfileService {
  readonly #stores: ProfileStores;

  constructor({ log, ...stores }: StoredProfileServiceProps) {
    this.#stores = { ...stores, cleanup: new Cleanup(log) };
  }

  startUpload(fileName: string): PendingUpload {
    return new PendingUpload({ ...this.#stores, fileName });
  }

  create(
    details: ProfileDetails,
    upload: PendingUpload | null,
    retryToken: RetryToken,
    signal: AbortSignal,
  ): Promise<CreatedProfile> {
    const outcome = new WriteOutcome(signal, prepareCreation);
    return outcome.run(() => createProfile(this.#stores, { details, upload, retryToken }, outcome));
  }

  change(
    id: string,
    token: string,
    details: ProfileDetails,
    file: FileChange,
    signal: AbortSignal,
  ): Promise<Profile | null> {
    const outcome = new WriteOutcome(signal, prepareChange);
    return outcome.run(async () => {
      const row = await this.#findVisible(id, token);
      return row && changeProfile(this.#stores, row, details, file, outcome);
    });
  }

  delete(id: string, token: string, signal: AbortSignal): Promise<boolean> {
    const outcome = new WriteOutcome(signal, prepareDeletion);
    return outcome.run(async () => {
      const row = await this.#findOwned(id, token);
      return row !== null && deleteProfile(this.#stores, row, outcome);
    });
  }

  async find(id: string, signal: AbortSignal): Promise<ProfileWithFile<PublicProfile> | null> {
    if (!isProfileId(id)) return null;
    return readUntilDue(
      signal,
      this.#withFile(() => this.#stores.repository.findPublic(id)),
    );
  }

  findManaged(id: string, token: string, signal: AbortSignal): Promise<ProfileWithFile<Profile> | null> {
    const read = async () => {
      const row = await this.#findVisible(id, token);
      return row && profileOf(row);
    };
    return readUntilDue(signal, this.#withFile(read));
  }

  list(query: ProfileQuery, signal: AbortSignal): Promise<ProfilePage> {
    return readUntilDue(signal, this.#stores.repository.list(query));
  }

  async openFile(id: string, signal: AbortSignal): Promise<OpenedFile | null> {
    const shown = await this.find(id, signal);
    if (!shown?.profile.file || shown.file === null) return null;
    const { fileId } = shown.file;
    const read = (range?: ByteRange) => {
      const opening = this.#stores.files.open(fileId, range);
      return readUntilDue(signal, opening).catch((error: unknown) => {
        // The file may still be opened after this error. If its body were not destroyed, it would occupy a connection
        // to S3.
        opening.then((body) => body?.destroy()).catch(() => undefined);
        throw error;
      });
    };
    return { record: shown.file, name: shown.profile.file.name, read };
  }

  check(signal: AbortSignal): Promise<void> {
    return readUntilDue(signal, this.#stores.repository.check());
  }

  /** Waits until all removals of files in the background have ended. */
  settled(): Promise<void> {
    return this.#stores.cleanup.settled();
  }

  /** Returns the row of a profile, or null if the token is wrong. The deletion of the profile may have started. */
  async #findOwned(id: string, token: string): Promise<StoredProfile | null> {
    const row = isProfileId(id) ? await this.#stores.repository.find(id) : null;
    return matchesHash(token, row?.tokenHash) ? row : null;
  }

  async #findVisible(id: string, token: string): Promise<StoredProfile | null> {
    const row = await this.#findOwned(id, token);
    return row === null || row.isDeleted ? null : row;
  }

  /**
   * Reads a profile and the metadata of its file. If a concurrent change has just removed the file, reads the profile
   * again.
   */
  async #withFile<P extends PublicProfile>(read: () => Promise<P | null>): Promise<ProfileWithFile<P> | null> {
    let missing: string | null = null;
    for (;;) {
      const profile = await read();
      if (profile === null) return null;
      const file = profile.file && (await this.#stores.metadata.get(profile.file.id));
      if (file !== null || profile.file === null || profile.file.id === missing) return { profile, file };
      missing = profile.file.id;
    }
  }
}

/**
 * Waits for a result, at most until the response deadline.
 * @throws StoreUnavailable at the deadline
 */
async function readUntilDue<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  try {
    return await untilAborted(signal, result);
  } catch (error) {
    throw signal.aborted && error === signal.reason ? profilesUnavailable(error) : error;
  }
}
