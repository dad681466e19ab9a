import type { ConcurrencyLimit } from '../../http/limits/concurrency-limit';
import type { ProfileService } from '../profile-service';
import type { ProfileViews } from './profile-views';

/** The dependencies of the route handlers. */
export interface HandlerProps {
  readonly service: ProfileService;
  readonly pages: ProfileViews;
  /** Whether a load balancer terminates TLS. If so, cookies have the attribute Secure, and links start with https. */
  readonly behindTls: boolean;
  /** Limits the concurrent uploads. */
  readonly uploads: ConcurrencyLimit;
  /** Limits the concurrent downloads. */
  readonly downloads: ConcurrencyLimit;
}
