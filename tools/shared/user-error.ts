/** An error that the user can correct. Only its message is printed, without a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/**
 * The error for a command-line argument that does not name an environment with the app. The message says which name to
 * use instead.
 */
export class UnknownEnvironment extends UserError {}

/**
 * The error of an interrupted command. The message says what was done, what was not done, and how to continue. The
 * message is printed even after a signal.
 */
export class Interrupted extends UserError {}
