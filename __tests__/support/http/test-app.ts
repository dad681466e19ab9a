import { Writable } from 'node:stream';
import type { AppProps } from '../../../app/app';
import { type AppServer, createAppServer } from '../../../app/app-server';
import type { EntryRepository } from '../../../app/entries/entry-repository';
import { LatestEntry } from '../../../app/entries/latest-entry';
import { createRequestQueue } from '../../../app/http/limits/request-queue';
import { defaultTimeoutsMs, type TimeoutsMs } from '../../../app/http/server/http-server';
import { createLogger } from '../../../app/logger';
import type { ProfileService } from '../../../app/profiles/profile-service';
import { formPaths } from '../../../app/profiles/web/profile-paths';
import { createProfilesRouter } from '../../../app/profiles/web/profiles-router';
import { loadServerSettings, type ServerSettings } from '../../../app/settings/server-settings';
import { createViews, type Views } from '../../../app/views';
import { MemoryEntries } from '../stores/memory-entries';
import { listenOnLoopback } from './loopback-server';

export interface TestAppOptions {
  readonly settings?: Partial<ServerSettings>;
  readonly timeoutsMs?: Partial<TimeoutsMs>;
  readonly streams?: AppProps['streams'];
  readonly metrics?: AppProps['metrics'];
  readonly onStored?: AppProps['onStored'];
  /** Where the app stores entries. @default a new `MemoryEntries` */
  readonly repository?: EntryRepository;
  /** The profile service. @default none: profiles are off */
  readonly profiles?: ProfileService;
  /**
   * How long the latest entry is cached, in milliseconds.
   * @default 0, so that every page view reads the store
   */
  readonly latestTtlMs?: number;
  /**
   * The clock of the request queue, in milliseconds.
   * @default a clock that has stopped, so that no request waits too long on a slow machine
   */
  readonly queueClock?: () => number;
  /** The port on which the app listens. @default a free port */
  readonly port?: number;
}

/** The app behind a real HTTP server on loopback, with the objects that tests inspect or control. */
export interface TestApp extends AppServer {
  readonly port: number;
  readonly store: MemoryEntries;
  readonly stopping: AbortController;
  /** The lines of the app's log, parsed from JSON. */
  readonly logged: readonly Record<string, unknown>[];
  stop(): Promise<void>;
}

let views: Views | undefined;
let viewsWithProfiles: Views | undefined;

function createProfiles(service: ProfileService, behindTls: boolean) {
  viewsWithProfiles ??= createViews({ hasProfiles: true });
  const views = viewsWithProfiles;
  return {
    views,
    profiles: {
      check: (signal: AbortSignal) => service.check(signal),
      formPaths,
      router: createProfilesRouter({ service, views, behindTls }),
    },
  };
}

const testSettings = {
  ...loadServerSettings({ AWS_REGION: 'eu-central-1', DYNAMO_TABLE: 'entries' }),
  version: '1.2.3',
};

/**
 * Starts the app as `app/server.ts` does, but keeps the log in memory. By default, it also stores entries in memory and listens on a free
 * port.
 */
export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  views ??= createViews();
  const settings = { ...testSettings, postsPerMinute: 1_000_000, ...options.settings };
  const logged: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (line, _encoding, done) => {
      logged.push(JSON.parse(String(line)));
      done();
    },
  });
  const store = new MemoryEntries();
  const stopping = new AbortController();
  const repository = options.repository ?? store;
  const latest = new LatestEntry(repository, { ttlMs: options.latestTtlMs ?? 0 });
  const props = {
    settings,
    repository,
    latest,
    views,
    log: createLogger({ level: 'trace', version: settings.version }, sink),
    stopping: stopping.signal,
    ...(options.streams && { streams: options.streams }),
    ...(options.metrics && { metrics: options.metrics }),
    ...(options.onStored && { onStored: options.onStored }),
    ...(options.profiles && createProfiles(options.profiles, settings.behindTls)),
  };
  const timeoutsMs = { ...defaultTimeoutsMs, ...options.timeoutsMs };
  const { server, unfinished, queue } = createAppServer(
    props,
    timeoutsMs,
    createRequestQueue(options.queueClock ?? (() => 0)),
  );
  const port = await listenOnLoopback(server, options.port);
  return {
    port,
    server,
    unfinished,
    queue,
    store,
    stopping,
    logged,
    stop: () =>
      new Promise((resolve) => {
        stopping.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
