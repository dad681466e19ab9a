import { statfs } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../shared/user-error';
import { assertCanMake, assertFolder, assertIsFolder, assertNoBrokenLink, assertTree, exists } from './folder-access';
import type { LocalFolders } from './local-command';
import { otherFolderHint } from './unusable-data';

/** The minimum free disk space. A new PostgreSQL cluster needs 40 MiB, and LevelDB writes new files before it deletes old ones. */
const neededMiB = 64;

/** Returns how much disk space this user can still use, in MiB. */
export type FreeSpace = (folder: string) => Promise<number>;

/**
 * Checks that this user can store local data in these folders, and that there is enough disk space. The folders need
 * not exist yet. Changes nothing.
 * @throws UserError with advice that never causes a loss of data
 */
export async function assertDataFolders(folders: LocalFolders, freeMiB: FreeSpace = freeSpaceMiB): Promise<void> {
  const parent = await assertStoredData(folders);
  const free = await freeMiB(parent);
  if (free < neededMiB) {
    throw new UserError(
      `Only ${Math.floor(free)} MiB are free on the disk of ${parent}, but local data needs ${neededMiB} MiB. Free some space, ${otherFolderHint}`,
    );
  }
}

/**
 * Checks that this user can read, change and delete the data in these folders. The folders need not exist yet. Changes
 * nothing.
 * @returns the nearest parent folder that exists
 * @throws UserError with advice that never causes a loss of data
 */
export async function assertStoredData({ root, dynamodb, postgres, s3 }: LocalFolders): Promise<string> {
  const parent = await nearestExisting(path.dirname(path.resolve(root)));
  await assertIsFolder(parent);
  if (await exists(root)) await assertFolder(root);
  else await assertCanMake(root, parent);
  for (const folder of [dynamodb, postgres, s3]) await assertTree(folder);
  await assertFolder(path.join(postgres, 'data'));
  return parent;
}

async function nearestExisting(folder: string): Promise<string> {
  if (await exists(folder)) return folder;
  await assertNoBrokenLink(folder);
  return nearestExisting(path.dirname(folder));
}

async function freeSpaceMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 20;
}
