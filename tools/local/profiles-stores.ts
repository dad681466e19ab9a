import { profilesVariables } from '../../contract';
import { Refusal } from '../shared/refusal';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { type Engine, startEngine } from './engine';
import type { LocalFolders } from './local-command';
import { requestLoopback } from './loopback';
import { step } from './progress';
import type { Variables } from './task';

/** The database and the bucket of profiles, on this machine. */
export interface ProfilesStores {
  /**
   * Makes what the app is told to use. Its database needs nothing: it takes every name for its own.
   * @returns the variables that lead the app to it
   * @throws Refusal when the stack has none of what the app is told
   */
  prepare(stack: SynthesizedStack, environment: Variables): Promise<Variables>;
  close(): Promise<void>;
}

/**
 * Opens both.
 * @throws as `startEngine`
 */
export async function openProfilesStores(
  { postgres, s3, reset }: Pick<LocalFolders, 'postgres' | 's3' | 'reset'>,
  stop?: AbortSignal,
): Promise<ProfilesStores> {
  const [database, files] = await step('Open the database and the bucket', () =>
    bothOrNone(
      startEngine({ file: 'postgres-server.ts', folder: postgres, reset, stop }),
      startEngine({ file: 's3-server.ts', folder: s3, reset, stop }),
    ),
  );
  return {
    prepare: async (stack, environment) => {
      requireDatabase(stack, environment[profilesVariables.databaseName]);
      await createBucket(files.port, requireBucket(stack, environment[profilesVariables.uploadsBucket]));
      return {
        [profilesVariables.databaseHost]: '127.0.0.1',
        [profilesVariables.databasePort]: String(database.port),
        [profilesVariables.databaseTls]: 'off',
        [profilesVariables.databaseSecret]: '',
        [profilesVariables.databaseUser]: 'postgres',
        [profilesVariables.databasePassword]: 'local',
        AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${files.port}`,
      };
    },
    close: async () => {
      await Promise.all([database.close(), files.close()]);
    },
  };
}

/** An engine that is left running would keep this process from ending. */
async function bothOrNone(...engines: [Promise<Engine>, Promise<Engine>]): Promise<[Engine, Engine]> {
  try {
    return await Promise.all(engines);
  } catch (error) {
    for (const engine of engines) await engine.then(({ close }) => close()).catch(() => {});
    throw error;
  }
}

function requireDatabase(stack: SynthesizedStack, name: string | undefined): void {
  const found = stack
    .resources('aws_db_instance')
    .some(({ block }) => block.engine === 'postgres' && stack.resolveIfKnown(block.db_name) === name);
  if (found) return;
  throw new Refusal(
    `The synthesized stack has no PostgreSQL (aws_db_instance) whose db_name is "${name}", which the container is told to use.`,
  );
}

/** @returns the name */
function requireBucket(stack: SynthesizedStack, name: string | undefined): string {
  const found = stack.resources('aws_s3_bucket').some(({ block }) => stack.resolveIfKnown(block.bucket) === name);
  if (found && name !== undefined) return name;
  throw new Refusal(`The synthesized stack has no aws_s3_bucket named "${name}", which the container is told to use.`);
}

async function createBucket(port: number, name: string): Promise<void> {
  const { status, body } = await requestLoopback({ port, path: `/${name}`, method: 'PUT' });
  if (status !== 200) throw new Error(`fauxqs did not create ${name}: ${body}`);
}
