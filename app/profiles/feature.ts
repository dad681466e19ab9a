import type Router from '@koa/router';
import type { Logger } from 'pino';
import type { ProfilesSettings } from '../settings';
import { createDynamoDbClient } from '../stores/dynamodb-client';
import type { Views } from '../views';
import { createLogin } from './database/login';
import { createDatabase } from './database/pool';
import { createProfileRepository, type ProfilesSchema } from './database/postgres-profile-repository';
import { createFileMetadata } from './files/dynamodb-file-metadata';
import { createFileStore, createS3Client } from './files/s3-file-store';
import type { ProfileService } from './profile-service';
import { StoredProfileService } from './stored-profile-service';
import { createProfilesRouter } from './web/profiles-router';

export interface ProfilesFeatureProps {
  readonly settings: ProfilesSettings;
  /** The AWS region of the bucket, the table and the database. */
  readonly region: string;
  readonly views: Views;
  /** Whether cookies are marked Secure, and links begin with https. */
  readonly behindTls: boolean;
  readonly log: Logger;
}

/**
 * The profiles feature with everything behind it. `app/server.ts` loads this module where the feature is on, and elsewhere
 * nothing of this folder.
 */
export interface ProfilesFeature {
  readonly service: ProfileService;
  /** Its pages. */
  readonly router: Router;
  /** Begins to sweep, every ten minutes. */
  start(): void;
  /** Ends the sweeping and every connection. */
  stop(): Promise<void>;
}

const sweepMs = 10 * 60_000;

/** Creates the feature from its settings. Nothing is asked of any store before it is used or started. */
export function createProfilesFeature(props: ProfilesFeatureProps): ProfilesFeature {
  const { settings, region, views, behindTls, log } = props;
  const { database, uploadsBucket: bucket, uploadsTable: tableName } = settings;
  const onError = (error: Error) => log.warn({ err: error }, 'a connection of the database broke');
  const login = createLogin(database, region);
  const pool = createDatabase<ProfilesSchema>({ settings: database, login, onError });
  const repository = createProfileRepository({ database: pool });
  const files = createFileStore({ client: createS3Client({ region }), bucket });
  const dynamoDb = createDynamoDbClient({ region });
  const metadata = createFileMetadata({ client: dynamoDb, tableName });
  const service = new StoredProfileService({ repository, files, metadata, log });
  let timer: NodeJS.Timeout | undefined;
  let sweeping: Promise<void> | undefined;

  async function sweep(): Promise<void> {
    try {
      const swept = await service.sweep();
      if (swept !== null) log.info(swept, 'swept');
    } catch (error) {
      log.warn({ err: error }, 'the sweep was not finished');
    }
  }

  return {
    service,
    router: createProfilesRouter({ service, views, behindTls }),
    start() {
      timer = setInterval(() => {
        sweeping = sweep();
      }, sweepMs).unref();
    },
    async stop() {
      clearInterval(timer);
      await sweeping;
      await service.settled();
      await repository.end();
      files.end();
      dynamoDb.destroy();
    },
  };
}
