import { matchesHash } from '../management-token';
import { isProfileId, type PublicProfile } from '../profile';
import type { StoredProfile } from '../profile-repository';
import type { ProfileWithFile } from '../profile-service';
import type { ProfileStores } from './profile-stores';

/** Returns the row of a profile, or null if the token is wrong. The deletion of the profile may have started. */
export async function findOwned(
  { repository }: Pick<ProfileStores, 'repository'>,
  id: string,
  token: string,
): Promise<StoredProfile | null> {
  const row = isProfileId(id) ? await repository.find(id) : null;
  return matchesHash(token, row?.tokenHash) ? row : null;
}

/** Returns the row of a profile, or null if the token is wrong or the deletion of the profile has started. */
export async function findVisible(
  stores: Pick<ProfileStores, 'repository'>,
  id: string,
  token: string,
): Promise<StoredProfile | null> {
  const row = await findOwned(stores, id, token);
  return row === null || row.isDeleted ? null : row;
}

/**
 * Reads a profile and the metadata of its file. If a concurrent change has just removed the file, reads the profile
 * again.
 */
export async function withFile<P extends PublicProfile>(
  { metadata }: Pick<ProfileStores, 'metadata'>,
  read: () => Promise<P | null>,
): Promise<ProfileWithFile<P> | null> {
  let missing: string | null = null;
  for (;;) {
    const profile = await read();
    if (profile === null) return null;
    const file = profile.file && (await metadata.get(profile.file.id));
    if (file !== null || profile.file === null || profile.file.id === missing) return { profile, file };
    missing = profile.file.id;
  }
}
