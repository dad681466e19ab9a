import Koa from 'koa';
import type { Logger } from 'pino';
import type { EntryMetrics } from './entries/entry-metrics';
import type { EntryRepository } from './entries/entry-repository';
import type { LatestEntry } from './entries/latest-entry';
import { countEntries } from './entries/web/count-entries';
import { createEntriesRouter, entryFormPath } from './entries/web/entries-router';
import { createEntryViews } from './entries/web/entry-views';
import { EventStreams, type EventStreamsOptions } from './entries/web/event-streams';
import type { EntryHandlerProps } from './entries/web/handler-props';
import { homeFastPath } from './entries/web/home-fast-path';
import { HomePage } from './entries/web/home-page';
import { allowOrigins } from './http/cors';
import { rejectCrossSitePosts } from './http/csrf';
import { handleErrors } from './http/errors';
import { createHealthRouter } from './http/health-router';
import { createPostLimiter } from './http/limits/rate-limit';
import type { RequestQueue } from './http/limits/request-queue';
import { limitRequestsPerTurn } from './http/limits/turn-limit';
import { redisplayFormsAt } from './http/rejected-form';
import { logRequests } from './http/request-log';
import { checkTarget } from './http/request-target';
import { type HeaderFields, setHeaders } from './http/security-headers';
import { rejectMalformed } from './http/server/malformed-request';
import type { ProfilesFeature } from './profiles/feature';
import type { ServerSettings } from './settings/server-settings';
import type { Views } from './views';

/** The dependencies of the app. The caller creates and stops them. */
export interface AppProps {
  readonly settings: ServerSettings;
  readonly repository: EntryRepository;
  readonly latest: LatestEntry;
  readonly views: Views;
  readonly log: Logger;
  /**
   * Counts the posts of entries.
   * @default no metrics
   */
  readonly metrics?: EntryMetrics;
  /**
   * The routes and the health check of profiles.
   * @default no profiles
   */
  readonly profiles?: Pick<ProfilesFeature, 'router' | 'formPaths' | 'check'>;
  /**
   * Called with each stored entry, as described in `EntryHandlerProps`.
   * @default nothing is called
   */
  readonly onStored?: EntryHandlerProps['onStored'];
  /** Aborted when the process starts to stop. */
  readonly stopping: AbortSignal;
  /** Limits and intervals of `GET /events` that differ from the defaults. */
  readonly streams?: Omit<EventStreamsOptions, 'stopping'>;
}

/**
 * Creates the Koa app, without a server.
 * @param headers the header fields of every response
 * @param queue the queue that starts the requests
 */
export function createApp(props: AppProps, headers: HeaderFields, queue: RequestQueue): Koa {
  const { settings, repository, latest, views, log, metrics, profiles, onStored, stopping, streams: limits } = props;
  const { version, behindTls, allowedOrigins, postsPerMinute, trustedProxies } = settings;
  const entryViews = createEntryViews(views);
  const page = new HomePage(entryViews, version, headers);
  const streams = new EventStreams(latest, { ...limits, stopping });
  const routers = [
    createEntriesRouter({ repository, latest, streams, views: entryViews, page, behindTls, onStored }),
    createHealthRouter({
      version,
      check: (signal) => Promise.all([latest.get(), profiles?.check(signal)]),
      stopping,
    }),
    ...(profiles ? [profiles.router] : []),
  ];
  const posts = createPostLimiter({ postsPerMinute });

  const app = createKoa(trustedProxies, log);
  app.use(logRequests(log));
  app.use(limitRequestsPerTurn());
  app.use(homeFastPath({ latest, page }));
  app.use(setHeaders(headers));
  app.use(allowOrigins(allowedOrigins));
  app.use(posts.count);
  app.use(handleErrors(views));
  app.use(rejectMalformed);
  app.use(checkTarget(routers));
  if (metrics) app.use(countEntries(metrics));
  app.use(redisplayFormsAt([entryFormPath, ...(profiles?.formPaths ?? [])]));
  app.use(posts.reject);
  app.use(queue.enqueue);
  app.use(rejectCrossSitePosts(allowedOrigins));
  for (const router of routers) app.use(router.routes());
  return app;
}

/** Creates the Koa app without middleware. */
function createKoa(trustedProxies: number, log: Logger): Koa {
  // Koa counts trusted proxies from the end of X-Forwarded-For, because a client can forge the addresses at the start.
  const app = new Koa({ proxy: trustedProxies > 0, maxIpsCount: trustedProxies });
  app.on('error', (error: Error & { headerSent?: boolean }) => {
    if (error.headerSent)
      log.debug({ err: error }, 'the client disconnected before it had received the whole response');
    else log.error({ err: error }, 'a response could not be sent');
  });
  return app;
}
