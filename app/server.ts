import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { type AppServer, createAppServer } from './app-server';
import { createEntryRepository } from './entries/dynamodb/dynamodb-entry-repository';
import { CloudWatchMetrics } from './entries/entry-metrics';
import { LatestEntry } from './entries/latest-entry';
import { drain, drainDeadlineMs } from './http/server/drain';
import { createLogger } from './logger';
import type { ProfilesFeature, ProfilesFeatureProps } from './profiles/feature';
import { loadServerSettings, type ServerSettings } from './settings/server-settings';
import { withDeadline } from './stores/deadline';
import { createDynamoDbClient } from './stores/dynamodb-client';
import { createViews } from './views';

async function start(settings: ServerSettings): Promise<void> {
  const log = createLogger({ level: settings.logLevel, version: settings.version });
  const { metricsNamespace: namespace } = settings;
  const metrics = namespace === undefined ? undefined : new CloudWatchMetrics({ namespace, log });
  const stopping = new AbortController();
  const client = createDynamoDbClient({ region: settings.region });
  const repository = createEntryRepository({ client, tableName: settings.table, log, metrics });
  const latest = new LatestEntry(repository);
  const views = createViews({ hasProfiles: settings.profiles !== undefined });
  const profiles = settings.profiles && (await loadProfiles({ ...settings, settings: settings.profiles, views, log }));
  const props = { settings, repository, latest, views, log, metrics, profiles, stopping: stopping.signal };
  const appServer = createAppServer(props);
  const { server } = appServer;

  server.on('error', (error: NodeJS.ErrnoException) => {
    if (!server.listening) exitWithError(listenErrorMessage(error, settings));
    log.error({ err: error }, 'a connection could not be accepted');
  });
  profiles?.start();
  server.listen({ port: settings.port, host: settings.listenHost }, () => {
    log.info({ port: (server.address() as AddressInfo).port, table: settings.table }, 'listening');
  });
  stopOnSignals({ ...appServer, drainSeconds: settings.drainSeconds, stopping, profiles, metrics, log });
  process.on('uncaughtException', (error) => {
    metrics?.stop();
    log.fatal({ err: error }, 'an unexpected error ends the process');
    process.exit(1);
  });
}

interface RunningApp extends AppServer {
  /** How long to keep accepting new connections, in seconds. */
  readonly drainSeconds: number;
  /** Aborted when the process starts to stop. */
  readonly stopping: AbortController;
  readonly profiles: ProfilesFeature | undefined;
  readonly metrics: CloudWatchMetrics | undefined;
  readonly log: Logger;
}

/** Drains the server and ends the process after SIGTERM or SIGINT. A second signal ends the process at once. */
function stopOnSignals(app: RunningApp): void {
  const { server, unfinished, queue, drainSeconds, stopping, profiles, metrics, log } = app;
  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (stopping.signal.aborted) process.exit(1);
    const deadlineMs = drainDeadlineMs(profiles !== undefined);
    log.info({ signal, drainSeconds, deadlineSeconds: deadlineMs / 1_000 }, 'stopping');
    stopping.abort();
    const aborted = await drain({ server, unfinished, queue, keepServingMs: drainSeconds * 1_000, deadlineMs });
    metrics?.stop();
    await withDeadline(2_000, async () => profiles?.stop()).catch(() => undefined);
    log[aborted > 0 ? 'warn' : 'info']({ aborted }, 'stopped');
    process.exit(0);
  }
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

/** Loads the code of the profiles feature, which is needed only if profiles are on. */
async function loadProfiles(props: ProfilesFeatureProps): Promise<ProfilesFeature> {
  const { createProfilesFeature } = await import('./profiles/feature.js');
  return createProfilesFeature(props);
}

function listenErrorMessage(error: NodeJS.ErrnoException, { port, listenHost }: ServerSettings): string {
  if (error.code === 'EADDRINUSE') return `Port ${port} is in use. Set PORT to another port.`;
  if (error.code === 'EACCES')
    return `This user is not allowed to listen on port ${port}. Set PORT to a number above 1023.`;
  if (error.code === 'EADDRNOTAVAIL') {
    return `LISTEN_HOST is ${listenHost}, which is not an address of this machine. Set it to one of the machine's addresses, or unset it.`;
  }
  return `The app cannot listen on port ${port}: ${error.message}`;
}

function exitWithError(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

async function run(): Promise<void> {
  await start(loadServerSettings(process.env));
}

run().catch((error: Error) => exitWithError(error.message));
