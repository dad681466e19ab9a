import { migrateVariables, profilesVariables } from '../../../contract';
import type { LocalFolders } from '../local-command';
import type { Variables } from '../task';
import { step } from '../timed-step';
import { emulatedBucket } from './emulator';
import { type LocalEngine, type LocalEngineProps, startEngine } from './local-engine';

/** The variables with which a local process finds its stores. */
export interface StoreVariables {
  /** The variables for every container. */
  readonly variables: Variables;
  /** The values of secrets, for the containers whose definition requests them. */
  readonly secrets: Variables;
}

/** The database and the bucket of profiles on this machine. */
export interface ProfilesStores {
  /**
   * Creates the bucket, or finds it. The database needs no preparation, because it accepts any name.
   * @returns the variables with which the app finds both, and the values of the secrets
   */
  prepare(bucket: string): Promise<StoreVariables>;
  close(): Promise<void>;
}

export interface ProfilesStoresProps
  extends Pick<LocalFolders, 'postgres' | 'reset'>,
    Pick<LocalEngineProps, 'stop' | 'onFailure'> {
  /** Opens the server with the bucket. Its owner closes it. */
  readonly openEmulator: () => Promise<LocalEngine>;
}

/**
 * Opens both stores.
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

/** Closes the database if the bucket cannot be opened, because a running engine would keep this process from ending. */
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
