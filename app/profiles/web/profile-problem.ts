import { Problem } from '../../http/problem';
import { ProfileError, type ProfileErrorReason } from '../profile-error';

/** The name of the form field that contains the file. */
export const fileField = 'file';

const statuses: Readonly<Record<ProfileErrorReason, number>> = {
  emptyFile: 422,
  fileTooLarge: 413,
  fileTypeNotAllowed: 415,
  keyReused: 422,
  profileDeleted: 410,
  concurrentChange: 409,
};

const fileReasons: readonly ProfileErrorReason[] = ['emptyFile', 'fileTooLarge', 'fileTypeNotAllowed'];

/** Returns the HTTP error for an error of the service. Returns any other error unchanged. */
export function toHttpError(error: unknown): unknown {
  if (!(error instanceof ProfileError)) return error;
  const status = statuses[error.reason];
  return fileReasons.includes(error.reason) ? fileProblem(status, error.message) : new Problem(status, error.message);
}

/** Creates an error about the file. It names the form field, so that the form shows the message next to that field. */
export function fileProblem(status: number, message: string): Problem {
  return new Problem(status, message, { errors: [{ field: fileField, message }] });
}

/**
 * Throws the error for a profile that was not found. An unknown profile and a wrong token cause the same error, so that
 * clients cannot find out which profiles exist.
 * @throws Problem 404
 */
export function profileNotFound(): never {
  throw new Problem(404, 'Profile not found. It may have been deleted, or the link is incomplete.');
}
