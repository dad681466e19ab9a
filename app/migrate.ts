import type { Kysely } from 'kysely';
import { createLogger } from './logger';
import { awaitLogin } from './profiles/database/await-login';
import { createLogin, type Login } from './profiles/database/login';
import { migrate } from './profiles/database/migrate';
import { createDatabase } from './profiles/database/pool';
import { type DatabaseAddress, loadMigrateSettings, type MigrateSettings } from './settings';

/**
 * ECS gives the container up after three minutes on hosts: a statement ends before, so that the log says why. On Fargate, which
 * allows two, SIGTERM may come first.
 */
const statementTimeoutMs = 170_000;

/** A database that is just being started may take its time. */
const connectTimeoutMs = 10_000;

async function main(settings: MigrateSettings): Promise<void> {
  const log = createLogger({ level: settings.logLevel, version: settings.version });
  const { database } = settings.profiles;
  const place = `The database ${database.name} at ${database.host}`;
  const applied = await withDatabase(database, settings.master, `${place} could not be migrated`, (master) =>
    migrate(master, { user: database }),
  );
  log.info({ applied }, applied.length > 0 ? 'the schema has been brought up to date' : 'the schema is up to date');
  // The task role is the app's too: where this login works, the app's does.
  const login = createLogin(database, settings.region);
  await withDatabase(database, login, `${place} rejects the login of the app's user ${login.user}`, awaitLogin);
}

/** @param failure begins the message of an error */
async function withDatabase<T>(
  settings: DatabaseAddress,
  login: Login,
  failure: string,
  work: (database: Kysely<unknown>) => Promise<T>,
): Promise<T> {
  const database = createDatabase({ settings, login, maxConnections: 1, connectTimeoutMs, statementTimeoutMs });
  try {
    return await work(database);
  } catch (cause) {
    throw new Error(`${failure}: ${(cause as Error).message}`);
  } finally {
    await database.destroy();
  }
}

/** The connection ends with the process, and the server then ends the statement and takes back what it did. */
function stop(): never {
  process.stderr.write('Stopped before the schema was up to date.\n');
  process.exit(1);
}

async function run(): Promise<void> {
  // The first process of a container ends at no signal that it does not handle.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await main(loadMigrateSettings(process.env));
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
