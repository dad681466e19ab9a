import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { synthesizeTemporarily } from '../shared/temporary-synthesis';
import { UserError } from '../shared/user-error';
import { assertStoredData } from './data-folder';
import type { LocalArguments } from './local-command';
import { isLocked } from './stores/local-dynamodb';

/**
 * Deletes the local data of an environment, but no other files in its folder.
 * @returns a sentence that says what was deleted
 * @throws UserError if a local run is using the data, or if this user cannot delete the data
 * @throws UnknownEnvironment if there is no data and no such environment
 */
export async function removeData(
  { environment, folders: places }: Pick<LocalArguments, 'environment' | 'folders'>,
  stop: AbortSignal,
): Promise<string> {
  const { root, dynamodb, postgres, s3 } = places;
  await assertStoredData(places);
  const folders = [postgres, s3, dynamodb].filter((folder) => existsSync(folder));
  if (folders.length === 0) {
    // The name is checked only if there is no data, so that the data of a removed environment can be deleted.
    // `synthesizeTemporarily` throws an error for an unknown name, which is probably a typo.
    await synthesizeTemporarily(environment, stop);
    return `There is no local data in ${root}, so nothing was deleted.`;
  }
  if (await isLocked(dynamodb)) {
    throw new UserError(`A local run is using the data in ${root}. Stop that run first (Ctrl-C in its terminal).`);
  }
  for (const folder of folders) await remove(folder);
  // The empty folder cannot be removed if it is a symbolic link, or if its parent belongs to another user. That is not
  // an error: the next start accepts an empty folder.
  if ((await readdir(root)).length === 0) await rmdir(root).catch(() => {});
  return `Deleted ${folders.join(', ')}. The next start begins without data.`;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true }).catch(({ code, path: place = folder }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${place} cannot be deleted (${code}), so part of ${folder} still exists. Fix the cause, and run the command again.`,
    );
  });
}
