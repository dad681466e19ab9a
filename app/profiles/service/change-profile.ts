import { removeFile } from '../files/remove-file';
import type { Profile, ProfileFile } from '../profile';
import { ProfileError } from '../profile-error';
import type { StoredProfile } from '../profile-repository';
import type { ProfileChange } from '../profile-service';
import type { ProfileStores } from './profile-stores';
import type { WriteOutcome, WriteStep } from './write-outcome';

const failed = 'The change could not be saved, and the profile is unchanged. Please try again in a moment.';
const unknown =
  'The database did not respond. It is unknown whether the change was saved. Reload the profile to check.';

/** The messages for the first step of a change, which stores the file but does not write the row yet. */
export const prepareChange: WriteStep = { failed };
const updateRow: WriteStep = { failed, unknown };

/** A change whose token belongs to the profile. */
export interface VerifiedChange extends Pick<ProfileChange, 'details' | 'file'> {
  /** The row of the profile. */
  readonly row: StoredProfile;
}

/** Changes a profile after its owner has been verified. */
export function changeProfile(stores: ProfileStores, change: VerifiedChange, outcome: WriteOutcome): Promise<Profile> {
  return updateProfile(stores, change, () => outcome.next(updateRow));
}

/**
 * Writes the details and the file of a profile, and removes the previous file.
 * @param beforeWrite called directly before the row is written; may throw to prevent the write
 * @throws ProfileError if another request has changed the profile since the row was read
 */
export async function updateProfile(
  { repository, cleanup, ...stores }: ProfileStores,
  { row, details, file: change }: VerifiedChange,
  beforeWrite: () => void,
): Promise<Profile> {
  async function update(file: ProfileFile | null): Promise<Profile> {
    beforeWrite();
    if (!(await repository.update(row.id, row.revision, { ...details, file }))) throw concurrentChange();
    return { id: row.id, createdAt: row.createdAt, ...details, file };
  }
  if (change === 'keep') return update(row.file);
  const profile = change === 'remove' ? await update(null) : await change.commit(update);
  const { file: oldFile } = row;
  if (oldFile !== null) cleanup.run('a file', () => removeFile(stores, oldFile.id));
  return profile;
}

function concurrentChange(): ProfileError {
  return new ProfileError(
    'concurrentChange',
    'Another request changed the profile at the same time. Reload the profile, then repeat your change.',
  );
}
