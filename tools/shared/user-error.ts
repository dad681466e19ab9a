/** An error that the user can correct. Only its message is printed, without a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** The error for a name on the command line that is not the name of an environment. The message suggests the nearest one. */
export class UnknownEnvironment extends UserError {}

/** The command was interrupted. Its message says what is done, what is not, and how to continue; it is printed after the signal too. */
export class Interrupted extends UserError {}
