import { removeFile } from '../files/remove-file';
import type { DeletedRow, StoredProfile } from '../profile-repository';
import type { ProfileStores } from './profile-stores';
import type { WriteOutcome, WriteStep } from './write-outcome';

const failed = 'The profile could not be deleted and is unchanged. Please try again in a moment.';
const unknown =
  'The database did not respond. It is unknown whether the deletion has started. Please repeat the deletion in a moment.';
const started =
  'The deletion has started, and the profile is no longer visible. Repeat the deletion in a moment to complete it.';

/** The messages for the first step of a deletion, which does not delete anything yet. */
export const prepareDeletion: WriteStep = { failed };
const markRow: WriteStep = { failed, unknown };
const completeDeletion: WriteStep = { failed: started };

/**
 * Deletes a profile after its owner has been verified, or completes a deletion that has started.
 * @returns false if the profile has been deleted in the meantime
 */
export async function deleteProfile(
  stores: ProfileStores,
  { id, isDeleted }: StoredProfile,
  outcome: WriteOutcome,
): Promise<boolean> {
  outcome.next(isDeleted ? completeDeletion : markRow);
  const deleted = await stores.repository.markDeleted(id);
  if (deleted === null) return false;
  outcome.next(completeDeletion);
  await finishDeletion(stores, deleted);
  return true;
}

/** Removes the file and the details of a profile that is marked as deleted. */
export async function finishDeletion(
  { repository, ...stores }: Pick<ProfileStores, 'repository' | 'files' | 'metadata'>,
  { id, fileId }: DeletedRow,
): Promise<void> {
  if (fileId !== null) await removeFile(stores, fileId);
  await repository.erase(id);
}
