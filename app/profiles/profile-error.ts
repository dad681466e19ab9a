/** The reason why the service rejects a request. `web/profile-problem.ts` maps each reason to an HTTP status. */
export type ProfileErrorReason =
  | 'emptyFile'
  | 'fileTooLarge'
  | 'fileTypeNotAllowed'
  | 'keyReused'
  | 'profileDeleted'
  | 'concurrentChange';

/** The error that the service throws when it rejects a request. The message is for users. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  constructor(
    readonly reason: ProfileErrorReason,
    message: string,
  ) {
    super(message);
  }
}
