import type { Kysely } from 'kysely';
import { createLogger } from './logger';
import { awaitLogin } from './profiles/database/await-login';
import { createLogin, type Login } from './profiles/database/login';
import { migrate } from './profiles/database/migrate';
import { createDatabase } from './profiles/database/pool';
import { loadMigrateSettings, type MigrateSettings } from './settings/migrate-settings';
import type { DatabaseAddress } from './settings/profiles-settings';

/**
 * The timeout of a statement. On EC2 hosts, ECS stops the container after three minutes. The timeout is shorter, so
 * that the log shows why the migration failed. On Fargate, ECS sends SIGTERM after at most two minutes.
 */
const statementTimeoutMs = 170_000;

/** The timeout of a connection, in milliseconds. A database that is starting needs time to accept connections. */
const connectTimeoutMs = 10_000;

async function main(settings: MigrateSettings): Promise<void> {
  const log = createLogger({ level: settings.logLevel, version: settings.version });
  const { database } = settings.profiles;
  const place = `The database ${database.name} at ${database.host}`;
  const failedMigration = `${place} could not be migrated`;
  const applied = await withDatabase({ database, login: settings.master, failure: failedMigration }, (master) =>
    migrate(master, { user: database }),
  );
  log.info({ applied }, applied.length > 0 ? 'the schema has been updated' : 'the schema is up to date');
  // The app has the same task role, so if this login works, the app's login works too.
  const login = createLogin(database, settings.region);
  const failedLogin = `${place} does not let the app's user ${login.user} log in`;
  await withDatabase({ database, login, failure: failedLogin }, awaitLogin);
}

interface Connection {
  readonly database: DatabaseAddress;
  readonly login: Login;
  /** The start of the error message if the work fails. */
  readonly failure: string;
}

/** Runs work with a database connection, and closes the connection. */
async function withDatabase<T>(
  { database: settings, login, failure }: Connection,
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

/** Ends the process and its connection. The database server then cancels the statement and rolls it back. */
function stop(): never {
  process.stderr.write('Stopped before the schema was up to date. Run the migration again.\n');
  process.exit(1);
}

async function run(): Promise<void> {
  // PID 1 of a container ignores all signals that it does not handle.
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await main(loadMigrateSettings(process.env));
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
