import type { EntryRepository } from '../entry-repository';
import type { LatestEntry } from '../latest-entry';
import type { EntryViews } from './entry-views';
import type { HomePage } from './home-page';

/** The dependencies of the handlers of entries. */
export interface EntryHandlerProps {
  readonly repository: EntryRepository;
  readonly latest: LatestEntry;
  readonly page: HomePage;
  readonly views: EntryViews;
  /** Whether cookies have the attribute Secure. */
  readonly behindTls: boolean;
}
