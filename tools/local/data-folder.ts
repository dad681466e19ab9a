import { access, constants, readdir, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../shared/refusal';
import type { LocalFolders } from './local-command';

/** A new PostgreSQL takes 40 MiB, and LevelDB writes before it deletes. */
const neededMiB = 64;

/** Free space, in MiB, for files of this user. */
export type FreeSpace = (folder: string) => Promise<number>;

/**
 * Checks that this user can keep local data in these folders, which may not exist yet. Changes nothing.
 * @throws Refusal with the remedy, which never deletes data
 */
export async function assertDataFolders(folders: LocalFolders, freeMiB: FreeSpace = freeSpaceMiB): Promise<void> {
  const { root, dynamodb, postgres, s3 } = folders;
  const parent = await nearestExisting(path.dirname(path.resolve(root)));
  for (const folder of [parent, root, dynamodb, postgres, path.join(postgres, 'data'), s3]) {
    await assertFolder(folder);
  }
  for (const folder of [dynamodb, s3]) await assertFiles(folder);
  const free = await freeMiB(parent);
  if (free < neededMiB) {
    throw new Refusal(
      `Only ${Math.floor(free)} MiB are free on the disk of ${parent}, and local data need ${neededMiB}. Free some space, or keep the data elsewhere with --data <folder>.`,
    );
  }
}

async function nearestExisting(folder: string): Promise<string> {
  return (await exists(folder)) ? folder : nearestExisting(path.dirname(folder));
}

/** Something that is in the way counts: `a/b` below a file `a` is not simply missing. */
async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT' && error.code !== 'ENOTDIR',
  );
}

async function assertFolder(folder: string): Promise<void> {
  if (!(await exists(folder))) return;
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => true,
  );
  if (!isFolder) {
    throw new Refusal(
      `${folder} is a file, and local data need a folder of that name. Move the file away, or keep the data elsewhere with --data <folder>.`,
    );
  }
  await assertAccess(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

async function assertFiles(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) await assertAccess(path.join(folder, name), constants.R_OK | constants.W_OK);
}

async function assertAccess(place: string, mode: number): Promise<void> {
  try {
    await access(place, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // It was removed meanwhile.
    if (code === 'ENOENT') return;
    const reason = code === 'EROFS' ? 'Its file system is read-only' : 'This user may not read and write it';
    throw new Refusal(
      `${place} cannot be used (${code}). ${reason}: make it yours, for example with "sudo chown -R $USER ${place}", or keep the data elsewhere with --data <folder>.`,
    );
  }
}

async function freeSpaceMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 20;
}
