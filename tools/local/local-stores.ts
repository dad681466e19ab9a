import { profilesVariables, variables } from '../../contract';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import type { LocalFolders } from './local-command';
import { openDynamoDb } from './local-dynamodb';
import { type LocalData, openProfilesStores, type ProfilesStores } from './profiles-stores';
import { step } from './progress';
import { listenForFailure } from './store-failure';
import { tableDefinition } from './table-definition';
import type { Variables } from './task';
import { uploadsBucket } from './uploads-bucket';

/** What the app finds its data in, on this machine. */
export interface LocalStores {
  /**
   * Makes what the app is told to use, or finds it as an earlier run left it. The stores of profiles are opened when they
   * are first needed.
   * @returns the variables that lead the app to it, and the values of the secrets
   * @throws UserError if the stack lacks a resource that the app needs, or if the stored data do not fit the stack
   */
  prepare(stack: SynthesizedStack, environment: Variables): Promise<LocalData>;
  /** Rejects with a UserError once a store can no longer be used, for example because the disk is full. */
  readonly failed: Promise<never>;
  close(): Promise<void>;
}

/**
 * Opens the stores in these folders.
 * @param stop ends a start that takes long
 * @throws UserError when another process holds them, or when their files are damaged
 */
export async function openStores(folders: LocalFolders, stop: AbortSignal): Promise<LocalStores> {
  const failure = listenForFailure(folders);
  const dynamodb = await Promise.race([openDynamoDb(folders.dynamodb, folders.reset), failure.failed]);
  let profiles: ProfilesStores | undefined;

  async function prepareTable(stack: SynthesizedStack, name: string): Promise<void> {
    const table = tableDefinition(stack, name);
    await step(`Prepare the table ${table.TableName}`, () => dynamodb.ensureTable(table));
  }

  async function prepareProfiles(stack: SynthesizedStack, environment: Variables): Promise<LocalData> {
    const bucket = uploadsBucket(stack, environment);
    await prepareTable(stack, environment[profilesVariables.uploadsTable] ?? '');
    profiles ??= await openProfilesStores({ ...folders, stop, onFailure: failure.report });
    return profiles.prepare(bucket);
  }

  return {
    prepare: async (stack, environment) => {
      await prepareTable(stack, environment[variables.table] ?? '');
      const hasProfiles = environment[profilesVariables.databaseHost] !== undefined;
      const profilesData = hasProfiles ? await prepareProfiles(stack, environment) : { variables: {}, secrets: {} };
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
    failed: failure.failed,
    close: async () => {
      await profiles?.close();
      // Last, because it is what keeps other processes away.
      await dynamodb.close();
      failure.stop();
    },
  };
}
