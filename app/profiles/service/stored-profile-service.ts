import type { Logger } from 'pino';
import { Cleanup } from '../files/cleanup';
import type { FileMetadata } from '../files/file-metadata';
import type { FileStore } from '../files/file-store';
import { PendingUpload } from '../files/pending-upload';
import { isProfileId, type Profile, type ProfilePage, type ProfileQuery, type PublicProfile } from '../profile';
import { type ProfileRepository, profileOf } from '../profile-repository';
import type {
  CreatedProfile,
  OpenedFile,
  ProfileChange,
  ProfileCreation,
  ProfileService,
  ProfileWithFile,
} from '../profile-service';
import { changeProfile, prepareChange } from './change-profile';
import { createProfile, prepareCreation } from './create-profile';
import { deleteProfile, prepareDeletion } from './delete-profile';
import { findOwned, findVisible, withFile } from './find-profile';
import { openFile } from './open-file';
import type { ProfileStores } from './profile-stores';
import { readUntilDue } from './read-until-due';
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

  create(creation: ProfileCreation, signal: AbortSignal): Promise<CreatedProfile> {
    const outcome = new WriteOutcome(signal, prepareCreation);
    return outcome.run(() => createProfile(this.#stores, creation, outcome));
  }

  change({ id, token, ...change }: ProfileChange, signal: AbortSignal): Promise<Profile | null> {
    const outcome = new WriteOutcome(signal, prepareChange);
    return outcome.run(async () => {
      const row = await findVisible(this.#stores, id, token);
      return row && changeProfile(this.#stores, { row, ...change }, outcome);
    });
  }

  delete(id: string, token: string, signal: AbortSignal): Promise<boolean> {
    const outcome = new WriteOutcome(signal, prepareDeletion);
    return outcome.run(async () => {
      const row = await findOwned(this.#stores, id, token);
      return row !== null && deleteProfile(this.#stores, row, outcome);
    });
  }

  async find(id: string, signal: AbortSignal): Promise<ProfileWithFile<PublicProfile> | null> {
    if (!isProfileId(id)) return null;
    return readUntilDue(
      signal,
      withFile(this.#stores, () => this.#stores.repository.findPublic(id)),
    );
  }

  findManaged(id: string, token: string, signal: AbortSignal): Promise<ProfileWithFile<Profile> | null> {
    const read = async () => {
      const row = await findVisible(this.#stores, id, token);
      return row && profileOf(row);
    };
    return readUntilDue(signal, withFile(this.#stores, read));
  }

  list(query: ProfileQuery, signal: AbortSignal): Promise<ProfilePage> {
    return readUntilDue(signal, this.#stores.repository.list(query));
  }

  async openFile(id: string, signal: AbortSignal): Promise<OpenedFile | null> {
    const shown = await this.find(id, signal);
    if (!shown?.profile.file || shown.file === null) return null;
    return openFile(this.#stores, { record: shown.file, name: shown.profile.file.name }, signal);
  }

  check(signal: AbortSignal): Promise<void> {
    return readUntilDue(signal, this.#stores.repository.check());
  }

  /** Waits until all removals of files in the background have ended. */
  settled(): Promise<void> {
    return this.#stores.cleanup.settled();
  }
}
