import { removeFile } from '../files/remove-file';
import { isProfileId } from '../profile';
import { finishDeletion } from './delete-profile';
import type { ProfileStores } from './profile-stores';

export interface SweepOptions {
  /**
   * The minimum age of files that are removed, in milliseconds.
   * @default 3_600_000
   */
  readonly filesOlderThanMs?: number;
  /**
   * The minimum age of deletions that are completed, in milliseconds.
   * @default 600_000
   */
  readonly deletionsOlderThanMs?: number;
}

/** What a sweep has removed, as one number for each kind. */
export interface SweepResult {
  /** The number of files without a profile. */
  readonly files: number;
  /** The number of pending uploads whose request ended long ago. */
  readonly pending: number;
  /** The number of profiles whose deletion was incomplete. */
  readonly profiles: number;
}

type SweptStores = Pick<ProfileStores, 'repository' | 'files' | 'metadata'>;

/**
 * How long the id of an erased profile is kept, in milliseconds. Until then, a retry of the creation does not store the
 * profile again.
 */
const erasedIdRetentionMs = 24 * 3_600_000;

/**
 * Removes the files that failed requests left behind, and completes the deletions that failed requests started. Only
 * one process sweeps at a time.
 * @returns null if another process is sweeping
 */
export async function sweep(stores: SweptStores, options: SweepOptions = {}): Promise<SweepResult | null> {
  const { filesOlderThanMs = 3_600_000, deletionsOlderThanMs = 600_000 } = options;
  let swept: SweepResult | null = null;
  await stores.repository.withSweepLock(async () => {
    await stores.repository.forgetErased(erasedIdRetentionMs);
    const profiles = await completeDeletions(stores, deletionsOlderThanMs);
    const files = await removeUnusedFiles(stores, filesOlderThanMs);
    const pending = await removePendingUploads(stores, filesOlderThanMs);
    swept = { files, pending, profiles };
  });
  return swept;
}

async function completeDeletions(stores: SweptStores, olderThanMs: number): Promise<number> {
  const deletions = await stores.repository.staleDeletions(olderThanMs);
  for (const deleted of deletions) await finishDeletion(stores, deleted);
  return deletions.length;
}

async function removeUnusedFiles(stores: SweptStores, olderThanMs: number): Promise<number> {
  let count = 0;
  for await (const objects of stores.files.list('files')) {
    const ids = objects.filter(({ id, ageMs }) => ageMs >= olderThanMs && isProfileId(id)).map(({ id }) => id);
    const used = ids.length > 0 ? await stores.repository.usedFiles(ids) : new Set();
    for (const id of ids.filter((one) => !used.has(one))) {
      await removeFile(stores, id);
      count += 1;
    }
  }
  return count;
}

async function removePendingUploads({ files }: SweptStores, olderThanMs: number): Promise<number> {
  let count = 0;
  for await (const objects of files.list('pending')) {
    for (const { id } of objects.filter(({ ageMs }) => ageMs >= olderThanMs)) {
      await files.deletePending(id);
      count += 1;
    }
  }
  return count;
}
