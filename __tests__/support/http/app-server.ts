import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import type { AppProps } from '../../../app/app';
import { type AppServer, createAppServer } from '../../../app/app-server';
import { EntryClock } from '../../../app/entries/dynamodb/entry-clock';
import { entriesUnavailable } from '../../../app/entries/entries-unavailable';
import type { Entry, EntryKey, NewEntry } from '../../../app/entries/entry';
import type { AddOptions, EntryPage, EntryRepository } from '../../../app/entries/entry-repository';
import { LatestEntry } from '../../../app/entries/latest-entry';
import type { EntryRetryToken } from '../../../app/entries/retry-token';
import { defaultTimeoutsMs, type TimeoutsMs } from '../../../app/http/server/http-server';
import { createLogger } from '../../../app/logger';
import type { ProfileService } from '../../../app/profiles/profile-service';
import { formPaths } from '../../../app/profiles/web/profile-paths';
import { createProfilesRouter } from '../../../app/profiles/web/profiles-router';
import { loadSettings, type Settings } from '../../../app/settings';
import { createViews, type Views } from '../../../app/views';
import { listenOnLoopback } from './loopback-server';

/** A repository of entries in memory. It can simulate a table that fails and an index that lags. */
export class MemoryEntries implements EntryRepository {
  readonly entries: Entry[] = [];
  readonly calls = { add: 0, latest: 0, find: 0, list: 0 };
  isDown = false;
  /** The latest entry that a lagging index returns. Undefined if the index does not lag. */
  staleLatest: Entry | null | undefined;
  readonly #clock = new EntryClock();

  now(): number {
    return this.#clock.now();
  }

  createRetryToken(): EntryRetryToken {
    return { timestamp: this.#clock.next(), request: randomUUID() };
  }

  /** Adds an entry, even if the call is a retry. The tests of the table cover retries. */
  async add(entry: NewEntry, { retryToken }: AddOptions = {}): Promise<Entry> {
    this.#call('add');
    const { timestamp } = retryToken ?? this.createRetryToken();
    const added = { username: entry.username, timestamp, digits: entry.digits };
    this.entries.unshift(added);
    return added;
  }

  async latest(): Promise<Entry | null> {
    this.#call('latest');
    return this.staleLatest === undefined ? (this.entries[0] ?? null) : this.staleLatest;
  }

  async find(key: EntryKey): Promise<Entry | null> {
    this.#call('find');
    const isWanted = (entry: Entry) => entry.username === key.username && entry.timestamp === key.timestamp;
    return this.entries.find(isWanted) ?? null;
  }

  async list(limit: number, before?: EntryKey): Promise<EntryPage> {
    this.#call('list');
    const older = this.entries.filter((entry) => before === undefined || entry.timestamp < before.timestamp);
    const entries = older.slice(0, limit);
    return { entries, next: older.length > limit ? (entries.at(-1) ?? null) : null };
  }

  #call(name: keyof typeof this.calls): void {
    this.calls[name] += 1;
    if (this.isDown) throw entriesUnavailable(new Error('down'));
  }
}

export interface TestAppOptions {
  readonly settings?: Partial<Settings>;
  readonly timeoutsMs?: Partial<TimeoutsMs>;
  readonly streams?: AppProps['streams'];
  readonly metrics?: AppProps['metrics'];
  readonly onStored?: AppProps['onStored'];
  /** Where the app stores entries. @default a new `MemoryEntries` */
  readonly repository?: EntryRepository;
  /** The service of the app's profiles. @default none: profiles are off */
  readonly profiles?: ProfileService;
  /**
   * How long the latest entry is cached, in milliseconds.
   * @default 0, so that every view reads the store
   */
  readonly latestTtlMs?: number;
  /** The port on which the app listens. @default a free port */
  readonly port?: number;
}

/** The app behind a real HTTP server on loopback, with the parts that tests read or control. */
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

export const testSettings = {
  ...loadSettings({ AWS_REGION: 'eu-central-1', DYNAMO_TABLE: 'entries' }),
  version: '1.2.3',
};

/** Starts the app as `app/server.ts` does, but by default with a store in memory, on a free port, and with a log in memory. */
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
  const { server, unfinished, queue } = createAppServer(props, { ...defaultTimeoutsMs, ...options.timeoutsMs });
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
