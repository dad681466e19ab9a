import { StoreUnavailable } from '../stores/store-unavailable';

/** Returns the error for requests that need a store of profiles while it is not responding. */
export function profilesUnavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(cause, 'Profiles are not available. Please try again in a moment.');
}

/**
 * Returns the error for an upload whose file could not be stored. Nothing else of the request has been stored either.
 */
export function fileUnavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(
    cause,
    'The file could not be saved, so nothing was saved. Please try again in a moment.',
  );
}

/**
 * The error of a write that was sent twice and got no response. The write may have been executed, or may be executed
 * later.
 */
export class CommitUncertain extends StoreUnavailable {
  constructor(
    cause: unknown,
    message = 'It is unknown whether the profile was saved. Please check before you try again.',
  ) {
    super(cause, message);
  }
}

/**
 * Thrown if the database lacks a migration that this version of the app needs, for example because `migrate.js` has not
 * run yet.
 */
export class MigrationMissing extends StoreUnavailable {
  constructor(migration: string) {
    super(
      new Error(`The database lacks the migration ${migration}. Run migrate.js from the same version of the app.`),
      `Profiles are not available until the database has the migration ${migration}. Please try again in a moment.`,
    );
  }
}
