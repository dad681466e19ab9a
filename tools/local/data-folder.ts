import { access, constants, readdir, readlink, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../shared/user-error';
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

/** Throws a UserError if this path is a broken symbolic link, because no folder with the name of the link can be created. */
async function assertNoBrokenLink(place: string): Promise<void> {
  const target = await readlink(place).catch(() => undefined);
  if (target === undefined) return;
  throw new UserError(
    `${place} is a symbolic link to ${target}, which does not exist. Create the folder ${target}, delete the link, ${otherFolderHint}`,
  );
}

/** Whether this path exists. If `a` is a file, `a/b` counts as existing, because no folder can be created there. */
async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    // ELOOP means that a symbolic link refers to itself.
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP',
  );
}

async function assertIsFolder(folder: string): Promise<void> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => true,
  );
  if (!isFolder) {
    throw new UserError(
      `${folder} is a file, but local data needs a folder with that name. Move the file away, ${otherFolderHint}`,
    );
  }
}

async function assertFolder(folder: string): Promise<void> {
  if (!(await exists(folder))) return assertNoBrokenLink(folder);
  await assertIsFolder(folder);
  await assertAccess(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Checks a folder and everything in it, because PostgreSQL does not report which file could not be opened. */
async function assertTree(folder: string): Promise<void> {
  await assertFolder(folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const place = path.join(folder, entry.name);
    await (entry.isDirectory() ? assertTree(place) : assertAccess(place, constants.R_OK | constants.W_OK));
  }
}

async function assertAccess(place: string, mode: number): Promise<void> {
  const code = await accessProblem(place, mode);
  if (code === undefined) return;
  throw new UserError(
    `${place} cannot be used (${code}), because this user is not allowed to read and write it. Change its owner, for example with "sudo chown -R $USER ${place}", ${otherFolderHint}`,
  );
}

/**
 * Checks that this user can create a folder. The error message does not suggest changing the owner of the parent, which
 * may be a system folder.
 */
async function assertCanMake(folder: string, parent: string): Promise<void> {
  await assertNoBrokenLink(folder);
  const code = await accessProblem(parent, constants.W_OK | constants.X_OK);
  if (code === undefined) return;
  throw new UserError(
    `${folder} cannot be created in ${parent} (${code}). Create it as your own folder, for example with "sudo install -d -o $USER ${folder}", ${otherFolderHint}`,
  );
}

/**
 * Returns the error code if this user lacks this kind of access; undefined otherwise.
 * @throws UserError for a read-only file system, because changing the owner would not help there
 */
async function accessProblem(place: string, mode: number): Promise<string | undefined> {
  const code = await access(place, mode).then(
    () => undefined,
    (error: NodeJS.ErrnoException) => error.code,
  );
  if (code === 'EROFS') {
    throw new UserError(
      `${place} cannot be used (EROFS), because its file system is read-only. Remount the file system as writable, ${otherFolderHint}`,
    );
  }
  // ENOENT: another process has deleted the file in the meantime.
  return code === 'ENOENT' ? undefined : code;
}

async function freeSpaceMiB(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return (bavail * bsize) / 2 ** 20;
}
