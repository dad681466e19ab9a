import { isDeepStrictEqual } from 'node:util';
import { hashToken, matchesHash } from '../management-token';
import type { ProfileDetails, ProfileFile } from '../profile';
import { ProfileError } from '../profile-error';
import { profileOf, type StoredProfile } from '../profile-repository';
import type { CreatedProfile, ProfileCreation } from '../profile-service';
import { nextRetryToken, type RetryToken } from '../retry-token';
import { updateProfile } from './change-profile';
import type { ProfileStores } from './profile-stores';
import type { WriteOutcome, WriteStep } from './write-outcome';

const failed = 'The profile could not be saved, and nothing was stored. Please try again in a moment.';
const unknown = 'The database did not respond. It is unknown whether the profile was saved.';

/** The messages for the first step of a creation, which stores the file but does not write the row yet. */
export const prepareCreation: WriteStep = { failed };
const insertRow: WriteStep = { failed, unknown };
/**
 * The messages for a retry, which never say that nothing was stored, because an earlier request may have stored the
 * profile.
 */
const retry: WriteStep = { unknown };

/** Stores a profile, or finds the profile that an earlier request with the same retry token has stored. */
export async function createProfile(
  stores: ProfileStores,
  creation: ProfileCreation,
  outcome: WriteOutcome,
): Promise<CreatedProfile> {
  const { details, upload, retryToken } = creation;
  if (retryToken.source === 'new') return insertProfile(stores, creation, () => outcome.next(insertRow));
  outcome.next(retry);
  const [row, current] = await findEarlier(stores, retryToken, details);
  if (row === null) return insertProfile(stores, { ...creation, retryToken: current }, () => outcome.next());
  const isEdited = upload !== null || !isDeepStrictEqual(details, detailsOf(row));
  const isChange = current.source === 'form' && isEdited;
  const profile = isChange
    ? await updateProfile(stores, { row, details, file: upload ?? 'keep' }, () => outcome.next())
    : profileOf(row);
  return { profile, token: current.token };
}

/**
 * Finds the profile that an earlier request has stored, and its retry token. If there is no such profile, returns null
 * and the retry token for a new profile. A form that has already stored a profile stores a new one if that profile was
 * deleted, or if both its name and its email address differ from the stored ones.
 * @throws ProfileError if an Idempotency-Key belongs to a different profile or to a deleted one
 */
async function findEarlier(
  { repository }: ProfileStores,
  first: RetryToken,
  details: ProfileDetails,
): Promise<[StoredProfile | null, RetryToken]> {
  for (let current = first; ; current = nextRetryToken(current, details)) {
    const row = await repository.find(current.id);
    if (row === null) return [null, current];
    const isOwn = !row.isDeleted && matchesHash(current.token, row.tokenHash);
    const isSamePerson = row.name === details.name || row.email === details.email;
    if (isOwn && (current.source === 'key' || isSamePerson)) return [row, current];
    if (current.source === 'key') throw row.isDeleted ? profileDeleted() : keyReused();
  }
}

async function insertProfile(
  { repository }: ProfileStores,
  { details, upload, retryToken: { id, token } }: ProfileCreation,
  beforeWrite: () => void,
): Promise<CreatedProfile> {
  async function insert(file: ProfileFile | null): Promise<CreatedProfile> {
    beforeWrite();
    const createdAt = await repository.insert({ id, ...details, file, tokenHash: hashToken(token) });
    if (createdAt === null) throw keyReused();
    return { profile: { id, createdAt, ...details, file }, token };
  }
  return upload === null ? insert(null) : upload.commit(insert);
}

function detailsOf({ name, email, phone, about }: StoredProfile): ProfileDetails {
  return { name, email, phone, about };
}

function keyReused(): ProfileError {
  return new ProfileError(
    'keyReused',
    'This Idempotency-Key was used for another profile. Use a new key for each profile.',
  );
}

function profileDeleted(): ProfileError {
  return new ProfileError(
    'profileDeleted',
    'The profile of this Idempotency-Key has been deleted. Use a new key to store another one.',
  );
}
