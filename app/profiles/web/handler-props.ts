import type { ConcurrencyLimit } from '../../http/concurrency-limit';
import type { ProfileService } from '../profile-service';
import type { ProfileViews } from './profile-views';

/** The dependencies of the route handlers. */
export interface HandlerProps {
  readonly service: ProfileService;
  readonly pages: ProfileViews;
  /** Whether cookies are Secure, and links start with https. */
  readonly behindTls: boolean;
  /** Limits the uploads that are received at the same time. */
  readonly uploads: ConcurrencyLimit;
  /** Limits the files that are sent at the same time. */
  readonly downloads: ConcurrencyLimit;
}
