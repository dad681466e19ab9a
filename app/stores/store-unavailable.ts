/** A store did not respond, or responded with a transient error. The message is for users, the cause for the log. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown, message = 'A data store is not responding. Please try again in a moment.') {
    super(message, { cause });
  }
}
