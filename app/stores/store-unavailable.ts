/** A store did not answer as it should; the message is plain enough to show, the cause is for the log. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
  constructor(cause: unknown, message = 'The entries table is not responding. Please try again in a moment.') {
    super(message, { cause });
  }
}

/** The database lacks a migration that this program needs; it is newer than its schema. */
export class SchemaTooOld extends StoreUnavailable {
  constructor(migration: string) {
    super(
      new Error(`The database has not had the migration ${migration}. Run migrate.js of this version`),
      `The profiles are being brought up to date: their database waits for ${migration}. Please try again in a moment.`,
    );
  }
}
