import type { Cleanup } from '../files/cleanup';
import type { FileMetadata } from '../files/file-metadata';
import type { FileStore } from '../files/file-store';
import type { ProfileRepository } from '../profile-repository';

/**
 * The three stores of profiles. A profile exists if its row exists: the row is written last and deleted last. A file
 * exists while a row refers to it. Therefore a failure can only leave files without a row, which the sweep removes. The
 * object of a file is written before the metadata and deleted after the metadata, so the sweep finds all files by their
 * objects.
 */
export interface ProfileStores {
  readonly repository: ProfileRepository;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly cleanup: Cleanup;
}
