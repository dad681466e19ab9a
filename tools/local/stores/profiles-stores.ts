import { migrateVariables, profilesVariables } from '../../../contract';
import type { LocalFolders } from '../local-command';
import type { Variables } from '../task';
import { step } from '../timed-step';
import { emulatedBucket } from './emulator';
import { type LocalEngine, type LocalEngineProps, startEngine } from './local-engine';

/** The variables with which a local process finds the stores. */
export interface StoreVariables {
  /** The variables for every container. */
  readonly variables: Variables;
  /** The values of secrets, keyed by variable name. A container gets only the secrets that its definition requests. */
  readonly secrets: Variables;
}

/** The database and the bucket of profiles on this machine: PostgreSQL and an emulator of S3. */
export interface ProfilesStores {
  /**
   * Creates the bucket, or keeps the bucket that an earlier run created. The database needs no preparation, because the
   * server accepts any database name.
   * @returns the variables with which the app finds the database and the bucket, and the values of the secrets
   */
  prepare(bucket: string): Promise<StoreVariables>;
  close(): Promise<void>;
}

export interface ProfilesStoresProps
  extends Pick<LocalFolders, 'postgres' | 'reset'>,
    Pick<LocalEngineProps, 'stop' | 'onFailure'> {
  /** Opens the emulator of S3. The caller closes the emulator. */
  readonly openEmulator: () => Promise<LocalEngine>;
}

/**
 * Opens the database and the bucket.
 * @throws the same errors as `startEngine`
 */
export async function openProfilesStores(props: ProfilesStoresProps): Promise<ProfilesStores> {
  const { postgres: folder, openEmulator, ...others } = props;
  const [database, files] = await step('Open the database and the bucket', () =>
    openBoth(startEngine({ file: 'postgres-server.ts', folder, ...others }), openEmulator()),
  );
  return {
    prepare: async (bucket) => {
      await emulatedBucket.create({ port: files.port, region: '', name: bucket });
      return {
        variables: {
          [profilesVariables.databaseHost]: '127.0.0.1',
          [profilesVariables.databasePort]: String(database.port),
          [profilesVariables.databaseTls]: 'off',
          [profilesVariables.databasePassword]: 'local',
          AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${files.port}`,
        },
        secrets: { [migrateVariables.masterUser]: 'postgres', [migrateVariables.masterPassword]: 'local' },
      };
    },
    close: () => database.close(),
  };
}

/**
 * Waits for the database and the bucket. If the bucket cannot be opened, closes the database, which would otherwise
 * keep this process running.
 */
async function openBoth(
  database: Promise<LocalEngine>,
  files: Promise<LocalEngine>,
): Promise<[LocalEngine, LocalEngine]> {
  try {
    return await Promise.all([database, files]);
  } catch (error) {
    await database.then(({ close }) => close()).catch(() => {});
    throw error;
  }
}
