import { access, constants, readdir, readlink, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../shared/user-error';
import { otherFolderHint } from './unusable-data';

/** Throws a UserError if this path is a broken symbolic link, because no folder with the name of the link can be created. */
export async function assertNoBrokenLink(place: string): Promise<void> {
  const target = await readlink(place).catch(() => undefined);
  if (target === undefined) return;
  throw new UserError(
    `${place} is a symbolic link to ${target}, which does not exist. Create the folder ${target}, delete the link, ${otherFolderHint}`,
  );
}

/** Whether this path exists. If `a` is a file, `a/b` counts as existing, because no folder can be created there. */
export async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    // ELOOP means that a symbolic link refers to itself.
    ({ code }: NodeJS.ErrnoException) => code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP',
  );
}

/** Throws a UserError if this path is a file. */
export async function assertIsFolder(folder: string): Promise<void> {
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

/** Throws a UserError if this user cannot read or change the contents of a folder. The folder need not exist. */
export async function assertFolder(folder: string): Promise<void> {
  if (!(await exists(folder))) return assertNoBrokenLink(folder);
  await assertIsFolder(folder);
  await assertAccess(folder, constants.R_OK | constants.W_OK | constants.X_OK);
}

/** Checks a folder and everything in it, because PostgreSQL does not report which file could not be opened. */
export async function assertTree(folder: string): Promise<void> {
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
export async function assertCanMake(folder: string, parent: string): Promise<void> {
  await assertNoBrokenLink(folder);
  const code = await accessProblem(parent, constants.W_OK | constants.X_OK);
  if (code === undefined) return;
  throw new UserError(
    `${folder} cannot be created in ${parent} (${code}). Create it as your own folder, for example with "sudo install -d -o $USER ${folder}", ${otherFolderHint}`,
  );
}

/**
 * Returns the error code of a failed access check, such as `EACCES`; undefined if this user has the access.
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
