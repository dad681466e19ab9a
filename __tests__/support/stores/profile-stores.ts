import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { type Kysely, sql } from 'kysely';
import { migrate } from '../../../app/profiles/database/migrate';
import { createDatabase, type DatabaseClientProps } from '../../../app/profiles/database/pool';
import { createProfileRepository } from '../../../app/profiles/database/postgres-profile-repository';
import type { ProfilesSchema } from '../../../app/profiles/database/profiles-schema';
import { createFileMetadata } from '../../../app/profiles/files/dynamodb-file-metadata';
import type { FileMetadata } from '../../../app/profiles/files/file-metadata';
import type { FileStore } from '../../../app/profiles/files/file-store';
import { createFileStore } from '../../../app/profiles/files/s3-file-store';
import type { ProfileRepository } from '../../../app/profiles/profile-repository';
import { uploadsPrefixes } from '../../../contract';
import { createPatientClient, startDynalite } from './dynamodb';
import { createUploadsTable } from './dynamodb-tables';
import type { Credentials, Postgres } from './postgres';
import { createPatientS3Client, startS3 } from './s3';
import { unreachedMs } from './timeouts';

/** The contents of the three stores of profiles. */
export interface Contents {
  /** The id of the file of each profile that is not deleted, or null if the profile has no file. */
  readonly rows: readonly (string | null)[];
  /** The number of profiles whose deletion has started but has not finished. */
  readonly deleting: number;
  readonly files: readonly string[];
  readonly pending: readonly string[];
  readonly metadata: readonly string[];
}

/** The three stores of profiles: a migrated database, and emulators of S3 and DynamoDB. */
export interface TestStores {
  /** A client that logs in as the superuser. */
  readonly database: Kysely<ProfilesSchema>;
  /** A repository that logs in as the app's user. */
  readonly repository: ProfileRepository;
  readonly files: FileStore;
  readonly metadata: FileMetadata;
  readonly environment: Readonly<Record<string, string>>;
  /** The environment variables that `migrate.js` needs in addition to `environment`. */
  readonly masterEnvironment: Readonly<Record<string, string>>;
  readonly endpoints: { readonly s3: string; readonly dynamoDb: string };
  /** Reads the contents of all stores. */
  contents(): Promise<Contents>;
  /** Deletes all profiles, files and file metadata. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** The app's database user. */
export const appUser: Credentials = { user: 'app', password: 'second' };

/** Creates a database client, by default for the superuser. No test reaches its timeouts, because the machine may be slow. */
export function createTestDatabase(
  { settings, credentials }: Postgres,
  props: Partial<DatabaseClientProps> = {},
): Kysely<ProfilesSchema> {
  return createDatabase({
    settings,
    login: credentials,
    connectTimeoutMs: unreachedMs,
    statementTimeoutMs: unreachedMs,
    ...props,
  });
}

/** Starts emulators of S3 and DynamoDB, and migrates the schema of the database. */
export async function startStores(postgres: Postgres): Promise<TestStores> {
  const database = createTestDatabase(postgres);
  await migrate(database as Kysely<unknown>, { user: appUser });
  const [s3, dynamoDb] = await Promise.all([startS3(), startDynalite()]);
  const dynamoDbClient = createPatientClient(dynamoDb.endpoint);
  const tableName = await createUploadsTable(dynamoDbClient);
  const repository = createProfileRepository({
    database: createTestDatabase(postgres, { login: appUser }),
    timeoutMs: unreachedMs,
  });
  const files = createFileStore({
    client: createPatientS3Client(s3.endpoint),
    bucket: s3.bucket,
    timeoutMs: unreachedMs,
  });
  const metadata = createFileMetadata({ client: dynamoDbClient, tableName, timeoutMs: unreachedMs });

  async function contents(): Promise<Contents> {
    const query = sql<{ file_id: string | null; is_deleted: boolean }>`
      select file_id, deleted_at is not null as is_deleted from profiles
      where (name, search_name, email, phone, about, file_id, file_name, token_hash)
        is distinct from ('', '', '', null, null, null, null, decode(repeat('00', 32), 'hex'))
    `;
    const [{ rows }, keys, known] = await Promise.all([
      query.execute(database),
      s3.keys(),
      fileIdsOf(dynamoDbClient, tableName),
    ]);
    const live = rows.filter((row) => !row.is_deleted);
    return {
      rows: live.map((row) => row.file_id),
      deleting: rows.length - live.length,
      files: idsOf(keys, 'files'),
      pending: idsOf(keys, 'pending'),
      metadata: known,
    };
  }

  return {
    database,
    repository,
    files,
    metadata,
    environment: {
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint,
      DATABASE_HOST: postgres.settings.host,
      DATABASE_PORT: String(postgres.settings.port),
      DATABASE_NAME: postgres.settings.name,
      DATABASE_TLS: 'off',
      DATABASE_USER: appUser.user,
      DATABASE_PASSWORD: appUser.password,
      UPLOADS_BUCKET: s3.bucket,
      UPLOADS_TABLE: tableName,
    },
    masterEnvironment: {
      DATABASE_MASTER_USER: postgres.credentials.user,
      DATABASE_MASTER_PASSWORD: postgres.credentials.password,
    },
    endpoints: { s3: s3.endpoint, dynamoDb: dynamoDb.endpoint },
    contents,
    async clear() {
      const known = await fileIdsOf(dynamoDbClient, tableName);
      await Promise.all([
        sql`delete from profiles`.execute(database),
        s3.empty(),
        ...known.map((id) => metadata.delete(id)),
      ]);
    },
    async stop() {
      await Promise.all([repository.end(), database.destroy()]);
      files.end();
      dynamoDbClient.destroy();
      await Promise.all([s3.stop(), dynamoDb.stop()]);
    },
  };
}

function idsOf(keys: readonly string[], prefix: 'files' | 'pending'): string[] {
  const start = uploadsPrefixes[prefix];
  return keys
    .filter((key) => key.startsWith(start))
    .map((key) => key.slice(start.length))
    .sort();
}

async function fileIdsOf(client: DynamoDBClient, TableName: string): Promise<string[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName }));
  return Items.map((item) => item.fileId?.S ?? '').sort();
}
