import { UserError } from '../shared/user-error';

/** The end of a sentence about a folder that cannot be used. */
export const elsewhere = 'or keep the data elsewhere: npm start -- --data <folder>.';

/**
 * The error for local data that cannot be opened, or no longer be used. Only damaged data are worth deleting, so the
 * remedy follows the problem.
 * @param problem the error of the store
 * @param reset the command that removes the local data of the environment
 */
export function unusableData(folder: string, problem: string, reset: string): UserError {
  const failed = `The data in ${folder} cannot be used (${problem}):`;
  if (/permission denied|operation not permitted|read-only|EACCES|EPERM|EROFS/i.test(problem)) {
    return new UserError(`${failed} this user may not write there. Make the folder yours, ${elsewhere}`);
  }
  if (/\bIO error|no space left|ENOSPC|EIO|EFBIG|EMFILE/i.test(problem)) {
    return new UserError(
      `${failed} reading or writing failed. Check that the disk has free space, and start again; the data is kept.`,
    );
  }
  if (/\bAborted\(/.test(problem)) {
    return new UserError(
      `${failed} PostgreSQL gives no reason. Check that memory and disk space are free, and start again. If the files are damaged, move the folder away to keep them, or delete them: "${reset}" deletes all local data of this environment.`,
    );
  }
  return new UserError(`${failed} "${reset}" deletes all local data of this environment.`);
}
