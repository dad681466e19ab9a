import { existsSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { UserError } from '../shared/user-error';
import { assertStoredData } from './data-folder';
import type { LocalArguments } from './local-command';
import { isHeld } from './local-dynamodb';
import { readStack } from './read-stack';

/**
 * Removes what a local run has written, and nothing else that may be in its folder.
 * @returns what was removed, as a sentence
 * @throws UserError while a local run holds it; if this user cannot change or remove it; if there is nothing, and no such environment either
 */
export async function removeData(
  { environment, folders: places }: Pick<LocalArguments, 'environment' | 'folders'>,
  stop: AbortSignal,
): Promise<string> {
  const { root, dynamodb, postgres, s3 } = places;
  await assertStoredData(places);
  const folders = [postgres, s3, dynamodb].filter((folder) => existsSync(folder));
  if (folders.length === 0) {
    // Data of an environment that no longer exists can be removed; a name that never was one is a mistake.
    await readStack(environment, stop);
    return `There are no local data in ${root}: nothing to remove.`;
  }
  if (await isHeld(dynamodb)) {
    throw new UserError(`A local run holds the data in ${root}: stop it first (Ctrl-C where it runs).`);
  }
  for (const folder of folders) await remove(folder);
  // It may be a link, or in a folder of another user: the next start takes an empty one.
  if ((await readdir(root)).length === 0) await rmdir(root).catch(() => {});
  return `Removed ${folders.join(', ')}. The next start begins with empty data.`;
}

async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true }).catch(({ code, path: place = folder }: NodeJS.ErrnoException) => {
    throw new UserError(
      `${place} cannot be removed (${code}), so part of ${folder} is left. Remove what keeps it there, and run the command again.`,
    );
  });
}
