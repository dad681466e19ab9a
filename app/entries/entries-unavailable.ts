import { StoreUnavailable } from '../stores/store-unavailable';

/** Returns the error for requests that need the entries table while it is not responding. */
export function entriesUnavailable(cause: unknown): StoreUnavailable {
  return new StoreUnavailable(cause, 'The entries table is not responding. Please try again in a moment.');
}
