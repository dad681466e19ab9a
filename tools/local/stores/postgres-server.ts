import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type LocalEngine, runEngine } from './local-engine';
import { separateUsers } from './postgres-users';

/** The maximum number of connections: the default of PostgreSQL. */
const maxConnections = 100;

/**
 * Opens a PostgreSQL server with the data in this folder. The server has a single database, to which every database
 * name refers. All connections share one session. They take turns, one transaction at a time, each with the privileges
 * of its own user. Therefore advisory locks do not exclude other connections, and there are no statement timeouts.
 */
async function openPostgres(folder: string): Promise<LocalEngine> {
  // Imported as ES modules. tsx would compile CommonJS modules, which takes longer than the rest of the start.
  const { PGlite } = await import('@electric-sql/pglite');
  const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
  const data = path.join(folder, 'data');
  if (!existsSync(data)) await createCluster(data, path.join(folder, 'unfinished'));
  const db = await PGlite.create(data);
  const server = new PGLiteSocketServer({ db, host: '127.0.0.1', port: 0, maxConnections });
  separateUsers(db, server);
  await server.start();
  return {
    port: Number(server.getServerConn().split(':').at(-1)),
    close: async () => {
      await server.stop();
      await db.close();
    },
  };
}

/**
 * Creates a cluster by copying a prepared one, because initdb takes four times as long. An interrupted copy leaves
 * nothing in `data`.
 */
async function createCluster(data: string, unfinished: string): Promise<void> {
  const { PGlite } = await import('@electric-sql/pglite');
  const { dataDir } = await import('@electric-sql/pglite-prepopulatedfs');
  await rm(unfinished, { recursive: true, force: true });
  const db = await PGlite.create(unfinished, { loadDataDir: await dataDir() });
  await db.close();
  await rename(unfinished, data);
}

runEngine(openPostgres);
