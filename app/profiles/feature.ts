import type Router from '@koa/router';
import type { Logger } from 'pino';
import type { ProfilesSettings } from '../settings/profiles-settings';
import { createDynamoDbClient } from '../stores/dynamodb-client';
import type { Views } from '../views';
import { createLogin } from './database/login';
import { createDatabase } from './database/pool';
import { createProfileRepository } from './database/postgres-profile-repository';
import type { ProfilesSchema } from './database/profiles-schema';
import { createFileMetadata } from './files/dynamodb-file-metadata';
import { createS3Client } from './files/s3-client';
import { createFileStore } from './files/s3-file-store';
import { StoredProfileService } from './service/stored-profile-service';
import { sweep } from './service/sweep';
import { SweepSchedule } from './service/sweep-schedule';
import { formPaths } from './web/profile-paths';
import { createProfilesRouter } from './web/profiles-router';

export interface ProfilesFeatureProps {
  readonly settings: ProfilesSettings;
  /** The AWS region of the bucket, the table and the database. */
  readonly region: string;
  readonly views: Views;
  /** Whether a load balancer terminates TLS. If so, cookies have the attribute Secure, and links start with https. */
  readonly behindTls: boolean;
  readonly log: Logger;
}

/** The profiles feature. `app/server.ts` imports this module only if the feature is on. */
export interface ProfilesFeature {
  readonly router: Router;
  /** The paths of the forms that are redisplayed if they are rejected. */
  readonly formPaths: readonly RegExp[];
  /**
   * Checks that the database responds and has the schema that this version needs.
   * @throws MigrationMissing if the schema is outdated, StoreUnavailable if the database does not respond
   */
  check(signal: AbortSignal): Promise<void>;
  /** Starts the sweep, which runs every ten minutes. */
  start(): void;
  /** Stops the sweep, and closes all connections to the stores. */
  stop(): Promise<void>;
}

/** Creates the profiles feature. It connects to the stores when they are first used. */
export function createProfilesFeature(props: ProfilesFeatureProps): ProfilesFeature {
  const { views, behindTls, log } = props;
  const { endStores, ...stores } = createStores(props);
  const service = new StoredProfileService({ ...stores, log });
  const schedule = new SweepSchedule(() => sweep(stores), log);
  return {
    router: createProfilesRouter({ service, views, behindTls }),
    formPaths,
    check: (signal) => service.check(signal),
    start: () => schedule.start(),
    async stop() {
      await schedule.stop();
      await service.settled();
      await endStores();
    },
  };
}

function createStores({ settings, region, log }: ProfilesFeatureProps) {
  const { database, uploadsBucket: bucket, uploadsTable: tableName } = settings;
  const client = createDatabase<ProfilesSchema>({
    settings: database,
    login: createLogin(database, region),
    onError: (error) => log.warn({ err: error }, 'an idle database connection failed'),
  });
  const repository = createProfileRepository({ database: client });
  const files = createFileStore({ client: createS3Client({ region }), bucket });
  const dynamoDb = createDynamoDbClient({ region });
  const metadata = createFileMetadata({ client: dynamoDb, tableName });
  const endStores = async () => {
    await repository.end();
    files.end();
    dynamoDb.destroy();
  };
  return { repository, files, metadata, endStores };
}
