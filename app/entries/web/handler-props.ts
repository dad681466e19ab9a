import type { Entry } from '../entry';
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
  /** Whether a load balancer terminates TLS. If so, cookies have the attribute Secure. */
  readonly behindTls: boolean;
  /**
   * Called with each stored entry, before the response. A retry of a post may cause another call with the same entry.
   * The function must not throw.
   * @default nothing is called
   */
  readonly onStored?: (entry: Entry) => void;
}
