import { access, constants, readdir, readlink, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../shared/refusal';
import type { LocalFolders } from './local-command';
import { elsewhere } from './unusable-data';

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
  const parent = await assertRoot(root);
  for (const folder of [dynamodb, postgres, path.join(postgres, 'data'), s3]) await assertFolder(folder);
  for (const folder of [dynamodb, s3]) await assertFiles(folder);
  const free = await freeMiB(parent);
  if (free < neededMiB) {
    throw new Refusal(
      `Only ${Math.floor(free)} MiB are free on the disk of ${parent}, and local data need ${neededMiB}. Free some space, ${elsewhere}`,
    );
  }
}

/**
 * Checks the folder of an environment's data and the folder above it. Changes nothing.
 * @returns the nearest folder above it that exists
 * @throws Refusal with the remedy
 */
export async function assertRoot(root: string): Promise<string> {
  const parent = await nearestExisting(path.dirname(path.resolve(root)));
  await assertFolder(parent);
  await assertFolder(root);
  return parent;
}

async function nearestExisting(folder: string): Promise<string> {
  if (await exists(folder)) return folder;
  await assertNoBrokenLink(folder);
  return nearestExisting(path.dirname(folder));
}

/** A folder of this name could not be made. */
async function assertNoBrokenLink(place: string): Promise<void> {
  const target = await readlink(place).catch(() => undefined);
  if (target === undefined) return;
  throw new Refusal(
    `${place} is a symbolic link to ${target}, which does not exist. Make that folder, remove the link, ${elsewhere}`,
  );
}

/** Something that is in the way counts: `a/b` below a file `a` is not simply missing. */
async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    // A link to itself (ELOOP) leads to nothing either.
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP',
  );
}

async function assertFolder(folder: string): Promise<void> {
  if (!(await exists(folder))) return assertNoBrokenLink(folder);
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => true,
  );
  if (!isFolder) {
    throw new Refusal(
      `${folder} is a file, and local data need a folder of that name. Move the file away, ${elsewhere}`,
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
      `${place} cannot be used (${code}). ${reason}: make it yours, for example with "sudo chown -R $USER ${place}", ${elsewhere}`,
    );
  }
}

async function freeSpaceMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 20;
}
