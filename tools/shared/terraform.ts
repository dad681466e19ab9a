import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { childEnvironment } from './child-environment';
import { runProcess } from './run-process';
import { UserError } from './user-error';

/** The oldest version of Terraform that supports the stacks: Terraform 1.11 introduced write-only arguments. */
const oldestVersion = [1, 11] as const;
const howToInstall = 'Install it from https://developer.hashicorp.com/terraform/install and run the command again.';

export interface TerraformRun {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `'show'` prints Terraform's output; `'collect'` returns it as text. */
  readonly output: 'show' | 'collect';
  /** Aborting this signal interrupts Terraform. */
  readonly stop?: AbortSignal;
}

export interface TerraformResult {
  readonly exitCode: number;
  /** The text of standard output and standard error, in the order in which it arrived. Empty with `output: 'show'`. */
  readonly output: string;
}

/**
 * Returns the terraform program to run: the value of TERRAFORM_BINARY_NAME, as in cdktf, or `terraform`. Users set the
 * variable to choose OpenTofu or another version of Terraform.
 */
export function terraformProgram(): string {
  const { TERRAFORM_BINARY_NAME: named } = process.env;
  if (!named) return 'terraform';
  // A relative path refers to the current folder of the user, but terraform runs in the folder of the stack.
  return /[\\/]/.test(named) ? resolve(named) : named;
}

/**
 * Checks that `terraform` is installed and new enough.
 * @returns the version of Terraform
 * @throws UserError that says how to install Terraform
 */
export async function requireTerraform(): Promise<string> {
  const version = await terraformVersion();
  if (version === undefined) {
    const { TERRAFORM_BINARY_NAME: named } = process.env;
    if (!named) throw new UserError(`There is no terraform on the PATH. ${howToInstall}`);
    throw new UserError(
      `TERRAFORM_BINARY_NAME is "${named}", but there is no such program. Correct or unset the variable.`,
    );
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
 * Returns environment variables for a `terraform` that must not find the user's credentials, `TF_…` variables or CLI
 * configuration.
 * @param folder the folder in which an empty CLI configuration file is created
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
    // terraform runs for only a second or two. With less frequent garbage collection, it takes a fifth less time, but
    // needs 30 MB more memory.
    GOGC: '400',
    ...own,
  });
}

/**
 * Runs one `terraform` command until it ends, even after `stop` is aborted, because Terraform then completes the
 * operations that it has started.
 * @throws `stop.reason` if `stop` is already aborted
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
