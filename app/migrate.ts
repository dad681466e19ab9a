import { createLogger } from './logger';
import { createCredentialsSource } from './profiles/credentials-source';
import { createDatabase } from './profiles/database';
import { migrate } from './profiles/migrate';
import { loadSettings, type Settings } from './settings';

/** A migration may rewrite a table; whoever waits for the deploy still wants to hear of one that hangs. */
const statementTimeoutMs = 10 * 60_000;

/** A database that is just being started may take its time. */
const connectTimeoutMs = 10_000;

async function main({ profiles, region, logLevel, version }: Settings): Promise<void> {
  if (profiles === undefined) throw new Error('There is no database to migrate: DATABASE_HOST is not set.');
  const log = createLogger({ level: logLevel, version });
  const { database: settings } = profiles;
  const credentials = createCredentialsSource(settings, region);
  const database = createDatabase({ settings, credentials, maxConnections: 1, connectTimeoutMs, statementTimeoutMs });
  try {
    const applied = await migrate(database).catch((cause: Error) => {
      throw new Error(`The database ${settings.name} at ${settings.host} could not be migrated: ${cause.message}`);
    });
    log.info({ applied }, applied.length > 0 ? 'the schema has been brought up to date' : 'the schema is up to date');
  } finally {
    await database.destroy();
  }
}

async function run(): Promise<void> {
  await main(loadSettings(process.env));
}

run().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
