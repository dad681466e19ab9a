import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { readStack } from '../shared/read-stack';
import { UserError } from '../shared/user-error';
import { assertStoredData } from './data-folder';
import type { LocalArguments } from './local-command';
import { isLocked } from './stores/local-dynamodb';

/**
 * Deletes the data of a local run, and nothing else in its folder.
 * @returns a sentence with what was deleted
 * @throws UserError if a local run is using the data; if this user cannot delete it; if there is neither data nor such an
 * environment
 */
export async function removeData(
  { environment, folders: places }: Pick<LocalArguments, 'environment' | 'folders'>,
  stop: AbortSignal,
): Promise<string> {
  const { root, dynamodb, postgres, s3 } = places;
  await assertStoredData(places);
  const folders = [postgres, s3, dynamodb].filter((folder) => existsSync(folder));
  if (folders.length === 0) {
    // Data of a removed environment is deleted above. Without data, a name that no environment has is probably a typo.
    await readStack(environment, stop);
    return `There is no local data in ${root}, so nothing was deleted.`;
  }
  if (await isLocked(dynamodb)) {
    throw new UserError(`A local run is using the data in ${root}. Stop it first (Ctrl-C in its terminal).`);
  }
  for (const folder of folders) await remove(folder);
  // If the folder is a link, or is in a folder of another user, it cannot be removed. That is not an error, because the next start accepts
  // an empty folder.
  if ((await readdir(root)).length === 0) await rmdir(root).catch(() => {});
  return `Deleted ${folders.join(', ')}. The next start begins with empty data.`;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true }).catch(({ code, path: place = folder }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${place} cannot be deleted (${code}), so part of ${folder} is left. Fix the cause, and run the command again.`,
    );
  });
}
