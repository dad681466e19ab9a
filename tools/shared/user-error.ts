/** An error that the user can correct. Its message says everything, so it is printed without a stack trace. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** The name on the command line is not that of an environment. The message suggests the nearest one. */
export class UnknownEnvironment extends UserError {}

/** The command was interrupted. Its message says what is done, what is not, and how to continue; it is printed after the signal too. */
export class Interrupted extends UserError {}
