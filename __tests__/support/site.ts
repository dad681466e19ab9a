import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../app/app';
import { createEntryRepository } from '../../app/entries/dynamodb-entry-repository';
import type { EntryRepository } from '../../app/entries/entry-repository';
import { LatestEntry } from '../../app/entries/latest-entry';
import { createErrorPages } from '../../app/http/client-error';
import { createHttpServer } from '../../app/http/http-server';
import { createSecurityHeaders } from '../../app/http/security-headers';
import { createLogger } from '../../app/logger';
import { loadSettings } from '../../app/settings';
import { createViews } from '../../app/views';
import { createEntriesTable, createTestClient, type DynamoDb } from './dynamodb';

/** The whole app on a port of loopback, with a table of its own. */
export interface Site {
  readonly port: number;
  /** What an entry that is made elsewhere, by another process, goes through. */
  readonly entries: EntryRepository;
  stop(): Promise<void>;
}

/** Starts the app as its server does, with a stream that looks for a new entry five times a second. */
export async function startSite({ endpoint }: DynamoDb): Promise<Site> {
  const client = createTestClient(endpoint);
  const tableName = await createEntriesTable(client);
  const settings = loadSettings({ AWS_REGION: 'eu-central-1', DYNAMO_TABLE: tableName, LOG_LEVEL: 'silent' });
  const stopping = new AbortController();
  const repository = createEntryRepository({ client, tableName });
  const views = createViews();
  const app = createApp({
    settings,
    repository,
    views,
    latest: new LatestEntry(repository, { ttlMs: 150 }),
    log: createLogger({ level: settings.logLevel, version: settings.version }),
    stopping: stopping.signal,
    streams: { pollMs: 200 },
  });
  const headers = createSecurityHeaders({ ...views, behindTls: settings.behindTls });
  const server = createHttpServer(app, createErrorPages(views, headers)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    entries: createEntryRepository({ client, tableName }),
    stop: async () => {
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
      client.destroy();
    },
  };
}
