import { UserError } from '../shared/user-error';

/** The end of a message about a folder that cannot be used. */
export const otherFolderHint = 'or use another folder: npm start -- --data <folder>.';

/**
 * Returns the error for local data that cannot be opened, or that can no longer be used.
 * The advice in the message depends on the problem, because only damaged data should be deleted.
 * @param problem the message or code of the store's error
 * @param reset the command that deletes the local data of the environment
 */
export function unusableDataError(folder: string, problem: string, reset: string): UserError {
  const failed = `The data in ${folder} cannot be used (${problem}).`;
  if (/permission denied|operation not permitted|read-only|EACCES|EPERM|EROFS/i.test(problem)) {
    return new UserError(
      `${failed} This user is not allowed to write there. Change the owner of the folder, ${otherFolderHint}`,
    );
  }
  if (/\bIO error|no space left|ENOSPC|EIO|EFBIG|EMFILE/i.test(problem)) {
    return new UserError(
      `${failed} Reading or writing failed. Check that the disk has free space, and start again; the data is kept.`,
    );
  }
  if (/\bAborted\(/.test(problem)) {
    return new UserError(
      `${failed} PostgreSQL gives no reason. Check that memory and disk space are free, and start again. If the files are damaged, move the folder away to keep them, or delete them: "${reset}" deletes all local data of this environment.`,
    );
  }
  return new UserError(`${failed} "${reset}" deletes all local data of this environment.`);
}
