import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTestClient, environmentOf } from '../__tests__/support/stores/dynamodb';
import { createEntriesTable } from '../__tests__/support/stores/dynamodb-tables';
import { variables } from '../contract';
import type { Cleanup } from './benchmark';
import { leaveServerCore } from './cores';
import { startEngine } from './engine';
import { type ServerProcess, startServer } from './server-process';

/** The local DynamoDB of a benchmark, with one table. */
export interface Database {
  /** The name of the program: `dynoxide` or `dynalite`. */
  readonly engine: string;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The environment variables that make the app use this database. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Starts a local DynamoDB with an empty table. From now on, the server core is reserved for the measured servers. The database and all
 * other processes use the other cores.
 */
export async function startDatabase(cleanup: Cleanup): Promise<Database> {
  leaveServerCore(cleanup);
  const { name, engine } = await startEngine();
  cleanup.add(() => engine.stop());
  const client = createTestClient(engine.endpoint);
  cleanup.add(() => client.destroy());
  const tableName = await createEntriesTable(client);
  return { engine: name, client, tableName, environment: environmentOf(engine.endpoint) };
}

/**
 * Builds the app bundle in a temporary folder, as the build of the image does.
 * @returns the path of the folder
 */
export async function buildBundle(cleanup: Cleanup): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-app-'));
  cleanup.add(() => rm(folder, { recursive: true }));
  await promisify(execFile)(process.execPath, ['app/build.mjs', folder]);
  return folder;
}

/** Returns the environment variables of the app. They are the same as in a task, except for a high rate limit. */
export function appEnvironment({ environment, tableName }: Pick<Database, 'environment' | 'tableName'>) {
  return {
    ...environment,
    [variables.table]: tableName,
    [variables.postsPerMinute]: '1000000',
    [variables.drainSeconds]: '0',
    NODE_ENV: 'production',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/**
 * Starts the app from its bundle, and waits until it is ready.
 * @param bundle the folder that `buildBundle` returned
 */
export async function startApp(cleanup: Cleanup, bundle: string, database: Database): Promise<ServerProcess> {
  const app = await startServer({
    script: [path.join(bundle, 'server.js')],
    environment: appEnvironment(database),
    readyPath: '/ready',
  });
  cleanup.add(() => app.stop());
  return app;
}
