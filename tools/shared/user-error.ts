/** An error that the user can correct. Its message says everything, so it is printed without a stack trace. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
