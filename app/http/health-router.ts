import Router from '@koa/router';
import { healthPath, readyPath } from '../../contract';
import { StoreUnavailable } from '../stores/store-unavailable';
import { responseSignal } from './limits/response-deadline';
import { unavailable } from './problem';

export interface HealthRouterProps {
  readonly version: string;
  /**
   * Checks that the app can serve requests. The promise rejects within 2 s if it cannot. The signal is aborted when the
   * response is due.
   */
  readonly check: (signal: AbortSignal) => Promise<unknown>;
  /**
   * Aborted when the process starts to stop. The app still serves requests, but load balancers should send no new ones.
   */
  readonly stopping: AbortSignal;
}

/**
 * Creates the routes of the health checks. `/health` (liveness) uses no store. `/ready` (readiness) checks that the app
 * can serve requests.
 */
export function createHealthRouter({ version, check, stopping }: HealthRouterProps): Router {
  return new Router({ strict: true, sensitive: true })
    .get(healthPath, (ctx) => {
      // The body is a string: Koa would compare an object with the class Response, and Node would load fetch for that,
      // which would take a tenth of the start-up time.
      ctx.type = 'json';
      ctx.body = JSON.stringify({ status: 'ok', version });
    })
    .get(readyPath, async (ctx) => {
      if (stopping.aborted) throw unavailable('The server is stopping. Please try again in a moment.');
      await check(responseSignal()).catch((cause: unknown) => {
        throw unavailable(
          cause instanceof StoreUnavailable ? cause.message : 'The app is not ready. Please try again in a moment.',
          cause,
        );
      });
      ctx.body = { status: 'ready', version };
    });
}
