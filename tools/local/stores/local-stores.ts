import { profilesVariables, variables } from '../../../contract';
import type { SynthesizedStack } from '../../shared/synthesized-stack';
import type { LocalFolders } from '../local-command';
import { hasProfiles, type Variables } from '../task';
import { step } from '../timed-step';
import { prepareAppResources } from './emulated-resources';
import { openDynamoDb } from './local-dynamodb';
import { type LocalEngine, startEngine } from './local-engine';
import { openProfilesStores, type ProfilesStores, type StoreVariables } from './profiles-stores';
import { listenForStoreFailure } from './store-failure';
import { tableDefinition } from './table-definition';
import { findUploadsBucket } from './uploads-bucket';

/** The stores of the app on this machine: emulators of its AWS services. */
export interface LocalStores {
  /**
   * Creates the tables and the bucket that the app uses. Those that an earlier run created are kept. The stores of
   * profiles are opened when they are first needed.
   * @returns the variables with which the app finds the stores, and the values of the secrets
   * @throws UserError if the stack lacks a resource that the app needs, or if the stored data does not fit the stack
   */
  prepare(stack: SynthesizedStack, environment: Variables): Promise<StoreVariables>;
  /**
   * Creates the queues, topics and buckets to which the app's variables refer.
   * @returns the same variables as `prepareAppResources`
   */
  prepareAdded(stack: SynthesizedStack, environment: Variables, references: Variables): Promise<Variables>;
  /** Rejects with a UserError when a store fails, for example because the disk is full. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/**
 * Opens the stores with the data in these folders.
 * @param stop aborting this signal cancels the start
 * @throws UserError if another process is using the data, or if the files are damaged
 */
export async function openStores(folders: LocalFolders, stop: AbortSignal): Promise<LocalStores> {
  const failure = listenForStoreFailure(folders);
  const dynamodb = await Promise.race([openDynamoDb(folders.dynamodb, folders.reset), failure.failed]);
  let profiles: ProfilesStores | undefined;
  let emulator: Promise<LocalEngine> | undefined;

  /** Opens the emulator of S3, SQS and SNS at the first call. Later calls return the same emulator. */
  async function openEmulator(): Promise<LocalEngine> {
    const { s3: folder, reset } = folders;
    emulator ??= startEngine({ file: 's3-server.ts', folder, reset, stop, onFailure: failure.report });
    try {
      return await emulator;
    } catch (error) {
      emulator = undefined;
      throw error;
    }
  }

  async function prepareTable(stack: SynthesizedStack, name: string): Promise<void> {
    const table = tableDefinition(stack, name);
    await step(`Prepare the table ${table.TableName}`, () => dynamodb.ensureTable(table));
  }

  async function prepareProfiles(stack: SynthesizedStack, environment: Variables): Promise<StoreVariables> {
    const bucket = findUploadsBucket(stack, environment);
    await prepareTable(stack, environment[profilesVariables.uploadsTable] ?? '');
    profiles ??= await openProfilesStores({ ...folders, stop, onFailure: failure.report, openEmulator });
    return profiles.prepare(bucket);
  }

  return {
    prepare: async (stack, environment) => {
      const entries = environment[variables.table];
      if (entries !== undefined) await prepareTable(stack, entries);
      const profilesData = hasProfiles(environment)
        ? await prepareProfiles(stack, environment)
        : { variables: {}, secrets: {} };
      return {
        variables: {
          AWS_ENDPOINT_URL_DYNAMODB: dynamodb.endpoint,
          AWS_ACCESS_KEY_ID: 'local',
          AWS_SECRET_ACCESS_KEY: 'local',
          ...profilesData.variables,
        },
        secrets: profilesData.secrets,
      };
    },
    prepareAdded: (stack, environment, references) => prepareAppResources(stack, environment, references, openEmulator),
    failed: failure.failed,
    close: async () => {
      await Promise.all([profiles?.close(), emulator?.then(({ close }) => close()).catch(() => {})]);
      // DynamoDB is closed last, because its lock also keeps other processes out of the other folders.
      await dynamodb.close();
      failure.stop();
    },
  };
}
