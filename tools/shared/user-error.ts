/** An error that the user can correct. Only its message is printed, without a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/**
 * The error for a name on the command line that is not the name of an environment with the app. The message says which
 * name to use instead.
 */
export class UnknownEnvironment extends UserError {}

/**
 * The error of an interrupted command. The message says what is done, what is not done, and how to continue. It is
 * printed even after a signal.
 */
export class Interrupted extends UserError {}
