import { profilesVariables, variables } from '../../../contract';
import type { SynthesizedStack } from '../../shared/synthesized-stack';
import type { LocalFolders } from '../local-command';
import { hasProfiles, type Variables } from '../task';
import { step } from '../timed-step';
import { prepareAppResources } from './emulated-resources';
import { type LocalDynamoDb, openDynamoDb } from './local-dynamodb';
import { type LocalEngine, startEngine } from './local-engine';
import { openProfilesStores, type ProfilesStores, type StoreVariables } from './profiles-stores';
import { listenForStoreFailure, type StoreFailure } from './store-failure';
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
  return new OpenedStores({ folders, stop, failure, dynamodb });
}

interface OpenedStoresProps {
  readonly folders: LocalFolders;
  readonly stop: AbortSignal;
  readonly failure: StoreFailure;
  readonly dynamodb: LocalDynamoDb;
}

class OpenedStores implements LocalStores {
  readonly #props: OpenedStoresProps;
  #profiles: ProfilesStores | undefined;
  #emulator: Promise<LocalEngine> | undefined;

  constructor(props: OpenedStoresProps) {
    this.#props = props;
  }

  get failed(): Promise<never> {
    return this.#props.failure.failed;
  }

  async prepare(stack: SynthesizedStack, environment: Variables): Promise<StoreVariables> {
    const entries = environment[variables.table];
    if (entries !== undefined) await this.#prepareTable(stack, entries);
    const profiles = hasProfiles(environment)
      ? await this.#prepareProfiles(stack, environment)
      : { variables: {}, secrets: {} };
    return {
      variables: {
        AWS_ENDPOINT_URL_DYNAMODB: this.#props.dynamodb.endpoint,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
        ...profiles.variables,
      },
      secrets: profiles.secrets,
    };
  }

  prepareAdded(stack: SynthesizedStack, environment: Variables, references: Variables): Promise<Variables> {
    const region = environment[variables.region] ?? '';
    return prepareAppResources({ stack, region, references, openEmulator: () => this.#openEmulator() });
  }

  async close(): Promise<void> {
    const { dynamodb, failure } = this.#props;
    await Promise.all([this.#profiles?.close(), this.#emulator?.then(({ close }) => close()).catch(() => {})]);
    // DynamoDB is closed last, because its lock also keeps other processes out of the other folders.
    await dynamodb.close();
    failure.stop();
  }

  async #prepareTable(stack: SynthesizedStack, name: string): Promise<void> {
    const table = tableDefinition(stack, name);
    await step(`Prepare the table ${table.TableName}`, () => this.#props.dynamodb.ensureTable(table));
  }

  async #prepareProfiles(stack: SynthesizedStack, environment: Variables): Promise<StoreVariables> {
    const { folders, stop, failure } = this.#props;
    const bucket = findUploadsBucket(stack, environment);
    await this.#prepareTable(stack, environment[profilesVariables.uploadsTable] ?? '');
    const openEmulator = () => this.#openEmulator();
    this.#profiles ??= await openProfilesStores({ ...folders, stop, onFailure: failure.report, openEmulator });
    return this.#profiles.prepare(bucket);
  }

  /** Opens the emulator of S3, SQS and SNS at the first call. Later calls return the same emulator. */
  async #openEmulator(): Promise<LocalEngine> {
    const { folders, stop, failure } = this.#props;
    const { s3: folder, reset } = folders;
    this.#emulator ??= startEngine({ file: 's3-server.ts', folder, reset, stop, onFailure: failure.report });
    try {
      return await this.#emulator;
    } catch (error) {
      this.#emulator = undefined;
      throw error;
    }
  }
}
