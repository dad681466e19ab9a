import { migrateVariables, profilesVariables } from '../../contract';
import { type LocalEngine, type LocalEngineProps, startEngine } from './engine';
import type { LocalFolders } from './local-command';
import { requestLoopback } from './loopback';
import { step } from './progress';
import type { Variables } from './task';

/** The variables with which a local process finds its stores. */
export interface StoreVariables {
  /** For every container. */
  readonly variables: Variables;
  /** For the containers whose definition requests them. */
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
  extends Pick<LocalFolders, 'postgres' | 's3' | 'reset'>,
    Pick<LocalEngineProps, 'stop' | 'onFailure'> {}

/**
 * Opens both stores.
 * @throws as `startEngine`
 */
export async function openProfilesStores({ postgres, s3, ...props }: ProfilesStoresProps): Promise<ProfilesStores> {
  const [database, files] = await step('Open the database and the bucket', () =>
    bothOrNone(
      startEngine({ file: 'postgres-server.ts', folder: postgres, ...props }),
      startEngine({ file: 's3-server.ts', folder: s3, ...props }),
    ),
  );
  return {
    prepare: async (bucket) => {
      await createBucket(files.port, bucket);
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
    close: async () => {
      await Promise.all([database.close(), files.close()]);
    },
  };
}

/** Starts both engines or none, because a running engine would keep this process from ending. */
async function bothOrNone(
  ...engines: [Promise<LocalEngine>, Promise<LocalEngine>]
): Promise<[LocalEngine, LocalEngine]> {
  try {
    return await Promise.all(engines);
  } catch (error) {
    for (const engine of engines) await engine.then(({ close }) => close()).catch(() => {});
    throw error;
  }
}

async function createBucket(port: number, name: string): Promise<void> {
  const { status, body } = await requestLoopback({ port, path: `/${name}`, method: 'PUT' });
  if (status !== 200) throw new Error(`fauxqs did not create ${name}: ${body}`);
}
