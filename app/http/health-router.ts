import Router from '@koa/router';
import { healthPath, readyPath } from '../../contract';
import { StoreUnavailable } from '../stores/store-unavailable';
import { unavailable } from './problem';
import { responseSignal } from './response-deadline';

export interface HealthRouterProps {
  readonly version: string;
  /** Fails within 2 s if the app cannot serve. Its signal is aborted when the response is due. */
  readonly check: (signal: AbortSignal) => Promise<unknown>;
  /** Aborted when the process has begun to stop: it still serves, but wants no new work. */
  readonly stopping: AbortSignal;
}

/** Whether the process lives, which touches nothing, and whether it can serve, which asks the store. */
export function createHealthRouter({ version, check, stopping }: HealthRouterProps): Router {
  return new Router({ strict: true, sensitive: true })
    .get(healthPath, (ctx) => {
      ctx.body = { status: 'ok', version };
    })
    .get(readyPath, async (ctx) => {
      if (stopping.aborted) throw unavailable('The server is stopping.');
      await check(responseSignal()).catch((cause: unknown) => {
        throw unavailable(cause instanceof StoreUnavailable ? cause.message : 'The app is not ready.', cause);
      });
      ctx.body = { status: 'ready', version };
    });
}
