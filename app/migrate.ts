import { createLogger } from './logger';
import { createDatabase } from './profiles/database';
import { migrate } from './profiles/migrate';
import { loadMigrateSettings, type MigrateSettings } from './settings';

/**
 * ECS gives the container up after three minutes on hosts: a statement ends before, so that the log says why. On Fargate, which
 * allows two, SIGTERM may come first.
 */
const statementTimeoutMs = 170_000;

/** A database that is just being started may take its time. */
const connectTimeoutMs = 10_000;

async function main({ profiles, master, logLevel, version }: MigrateSettings): Promise<void> {
  const log = createLogger({ level: logLevel, version });
  const { database: settings } = profiles;
  const database = createDatabase({ settings, login: master, maxConnections: 1, connectTimeoutMs, statementTimeoutMs });
  try {
    const applied = await migrate(database, { user: settings }).catch((cause: Error) => {
      throw new Error(`The database ${settings.name} at ${settings.host} could not be migrated: ${cause.message}`);
    });
    log.info({ applied }, applied.length > 0 ? 'the schema has been brought up to date' : 'the schema is up to date');
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
