import { StoreUnavailable } from '../stores/store-unavailable';

const message = 'The profiles are not responding. Please try again in a moment.';

/** A store of profiles did not answer as it should. */
export function profilesUnavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(cause, message);
}

/** A file could not be stored, and neither was anything else. */
export function fileUnavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(
    cause,
    'The file could not be saved, so nothing was saved. Please try again in a moment.',
  );
}

/** The write went out twice, and no answer came: what it wrote may be there, or come yet. */
export class CommitUncertain extends StoreUnavailable {
  constructor(cause: unknown, message = 'It is not known whether this was saved. Please check before you try again.') {
    super(cause, message);
  }
}
