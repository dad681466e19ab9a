import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { childEnvironment } from './child-environment';
import { runProcess } from './process';
import { UserError } from './user-error';

/** The oldest Terraform that supports everything in the stacks: write-only arguments are new in 1.11. */
const oldestVersion = [1, 11] as const;
const howToInstall = 'Install it from https://developer.hashicorp.com/terraform/install and run the command again.';

export interface TerraformRun {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `'show'` prints Terraform's output; `'collect'` returns it as text. */
  readonly output: 'show' | 'collect';
  /** Interrupts Terraform when it is aborted. */
  readonly stop?: AbortSignal;
}

export interface TerraformResult {
  readonly exitCode: number;
  /** Both streams in the order in which they arrived. Empty with `output: 'show'`. */
  readonly output: string;
}

/**
 * Returns the program to run: TERRAFORM_BINARY_NAME, as in cdktf, or `terraform`. Users set the variable to choose
 * OpenTofu or a version.
 */
export function terraformProgram(): string {
  const { TERRAFORM_BINARY_NAME: named } = process.env;
  if (!named) return 'terraform';
  // A path is relative to the folder of the command, but terraform runs in the folder of the stack.
  return /[\\/]/.test(named) ? resolve(named) : named;
}

/**
 * Checks that `terraform` exists and is new enough.
 * @returns its version
 * @throws UserError with how to install it
 */
export async function requireTerraform(): Promise<string> {
  const version = await terraformVersion();
  if (version === undefined) {
    const { TERRAFORM_BINARY_NAME: named } = process.env;
    if (!named) throw new UserError(`There is no terraform on the PATH. ${howToInstall}`);
    throw new UserError(`TERRAFORM_BINARY_NAME is "${named}", but there is no such program. Correct or unset it.`);
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestVersion;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    const required = oldestVersion.join('.');
    throw new UserError(`Found Terraform ${version}; ${required} or newer is required. ${howToInstall}`);
  }
  return version;
}

async function terraformVersion(): Promise<string | undefined> {
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
    const { exitCode, stdout, stderr } = await runProcess(terraformProgram(), ['version', '-json'], { env });
    if (exitCode !== 0) throw new UserError(`terraform version failed:\n${stderr}`);
    return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new UserError(`${terraformProgram()} does not print its version in Terraform's format. ${howToInstall}`);
    }
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

/**
 * Returns the environment of a `terraform` that must not find the user's credentials, `TF_…` variables and CLI
 * configuration.
 * @param folder the folder for an empty CLI configuration file
 * @param own variables to add
 */
export function isolatedEnvironment(folder: string, own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, '');
  return childEnvironment(process.env, {
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    // A command runs for a second or two. Collecting garbage less often saves a fifth of the time and needs 30 MB more.
    GOGC: '400',
    ...own,
  });
}

/**
 * Runs one `terraform` command until it ends, even after `stop`, because Terraform finishes the operations that it has
 * started.
 * @throws the signal's reason if `stop` was aborted before
 */
export async function runTerraform(args: readonly string[], run: TerraformRun): Promise<TerraformResult> {
  const { exitCode, output } = await runProcess(terraformProgram(), args, {
    cwd: run.folder,
    env: run.environment,
    stdio: run.output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    stop: run.stop,
    finishes: true,
  });
  return { exitCode: exitCode ?? 1, output };
}
