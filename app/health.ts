import Router from '@koa/router';
import { healthPath, readyPath } from '../contract';
import { withDeadline } from './entries/deadline';
import type { LatestEntry } from './entries/latest-entry';
import { unavailable } from './http/problem';

export interface HealthRouterProps {
  readonly version: string;
  readonly latest: LatestEntry;
  /** Aborted when the process has begun to stop: it still serves, but wants no new work. */
  readonly stopping: AbortSignal;
}

/** `/ready` never takes longer, whatever the table does. */
const readyTimeoutMs = 1_900;

/** Whether the process lives, which touches nothing, and whether it can serve, which asks the table. */
export function createHealthRouter({ version, latest, stopping }: HealthRouterProps): Router {
  return new Router({ strict: true, sensitive: true })
    .get(healthPath, (ctx) => {
      ctx.body = { status: 'ok', version };
    })
    .get(readyPath, async (ctx) => {
      if (stopping.aborted) throw unavailable('The server is stopping.');
      await withDeadline(readyTimeoutMs, () => latest.get()).catch((cause: unknown) => {
        throw unavailable('The entries table is not answering.', cause);
      });
      ctx.body = { status: 'ready', version };
    });
}
