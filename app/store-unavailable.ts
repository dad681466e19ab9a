/** A store did not answer as it should; the message is plain enough to show, the cause is for the log. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown, message = 'The entries table is not answering. Please try again in a moment.') {
    super(message, { cause });
  }
}
