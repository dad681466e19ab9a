import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Account, startOfflineProvider, usedTypes } from '@eight-digit/offline-aws-provider';
import { isolatedEnvironment, runTerraform, type TerraformResult } from '../../../tools/shared/terraform';
import { goSettings } from './go-settings';
import { StateServer } from './state-server';

/** A configuration in Terraform's JSON syntax. */
export type Configuration = Readonly<Record<string, unknown>>;

/** The JSON of a plan, as `terraform show -json` prints it, with only the fields that tests use. */
interface Plan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

/** A stack in a temporary folder. The real `terraform` applies it with the offline provider. */
export interface TestStack {
  readonly folder: string;
  readonly account: Account;
  /** The JSON of all states that Terraform has written, the oldest first. */
  readonly states: readonly string[];
  run(...args: readonly string[]): Promise<TerraformResult>;
  /**
   * Runs a terraform command.
   * @returns the output of the command
   * @throws Error if the exit code is not 0
   */
  succeed(...args: readonly string[]): Promise<string>;
  /**
   * Plans the stack.
   * @returns the planned changes by address, as in `aws_vpc.main: create`
   */
  plan(...args: readonly string[]): Promise<string[]>;
  close(): void;
}

const required = { required_providers: { aws: { source: 'hashicorp/aws', version: '6.25.0' } } };

/** Creates a stack in a temporary folder and initializes it. The provider is added to the configuration. */
export async function createStack(configuration: Configuration): Promise<TestStack> {
  const folder = createFolder();
  writeConfiguration(join(folder, 'stack'), configuration);
  return startStack(folder, 'main.tf.json');
}

/** Replaces the configuration of a stack from `createStack`. The offline provider supports only the types of the first configuration. */
export function writeConfiguration(folder: string, configuration: Configuration): void {
  const complete = { terraform: required, provider: { aws: [{ region: 'eu-central-1' }] }, ...configuration };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(complete));
}

/**
 * Creates a stack from a file with synthesized JSON, and initializes it. A local server stores the state, instead of the backend that the
 * file configures.
 */
export async function copyStack(file: string): Promise<TestStack> {
  const folder = createFolder();
  copyFileSync(file, join(folder, 'stack', 'cdk.tf.json'));
  return startStack(folder, 'cdk.tf.json');
}

function createFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'terraform-'));
  mkdirSync(join(folder, 'stack'));
  return folder;
}

async function startStack(root: string, file: string): Promise<TestStack> {
  const folder = join(root, 'stack');
  const provider = await startOfflineProvider(usedTypes([join(folder, file)]));
  const stateServer = await StateServer.start();
  const backend = { http: { address: stateServer.address } };
  writeFileSync(join(folder, 'override.tf.json'), JSON.stringify({ terraform: { backend } }));
  const environment = isolatedEnvironment(root, { ...goSettings, ...provider.environment });

  async function run(...args: readonly string[]): Promise<TerraformResult> {
    return runTerraform([...args, '-no-color'], { folder, environment, output: 'collect' });
  }
  async function succeed(...args: readonly string[]): Promise<string> {
    const { exitCode, output } = await run(...args);
    if (exitCode !== 0) throw new Error(`terraform ${args.join(' ')} exited with ${exitCode}:\n${output}`);
    return output;
  }
  const stack: TestStack = {
    folder,
    account: provider.account,
    states: stateServer.written,
    run,
    succeed,
    async plan(...args) {
      await succeed('plan', '-out=test.tfplan', ...args);
      const { resource_changes: changes = [] }: Plan = JSON.parse(await succeed('show', '-json', 'test.tfplan'));
      return changes
        .map(({ address, change }) => `${address}: ${change.actions.join(' and ')}`)
        .filter((line) => !/: (no-op|read)$/.test(line));
    },
    close() {
      provider.stop();
      stateServer.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
  try {
    await succeed('init');
  } catch (error) {
    stack.close();
    throw error;
  }
  return stack;
}
