import { execFile, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { childEnvironment } from './child-environment';
import { UserError } from './user-error';

/** The oldest Terraform that reads everything the stacks use (write-only arguments came with 1.11). */
const oldest = [1, 11] as const;
const howToInstall = 'Install it from https://developer.hashicorp.com/terraform/install and run the command again.';

export interface TerraformRun {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  /** `'show'`: the user sees Terraform's own output. `'collect'`: it comes back as text. */
  readonly output: 'show' | 'collect';
  readonly stop?: AbortSignal;
}

export interface TerraformResult {
  readonly exitCode: number;
  /** Both streams in the order they came; empty where the user has seen them. */
  readonly output: string;
}

/**
 * Checks that a `terraform` of a version that will do stands on the PATH.
 * @throws UserError with how to install it
 */
export async function requireTerraform(): Promise<void> {
  const version = await terraformVersion();
  const wanted = oldest.join('.');
  if (version === undefined) throw new UserError(`There is no terraform on the PATH. ${howToInstall}`);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) {
    throw new UserError(`terraform is of version ${version}, and ${wanted} or newer is needed. ${howToInstall}`);
  }
}

async function terraformVersion(): Promise<string | undefined> {
  try {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1' };
    const { stdout } = await promisify(execFile)('terraform', ['version', '-json'], { env });
    return (JSON.parse(stdout) as { terraform_version: string }).terraform_version;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * The environment of a `terraform` that must meet nothing of the user's set-up: no credentials, no `TF_…` variable, no
 * CLI configuration.
 * @param folder gets an empty CLI configuration file
 */
export function isolatedEnvironment(folder: string, own: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const configuration = join(folder, 'terraform.rc');
  writeFileSync(configuration, '');
  return childEnvironment(process.env, {
    TF_CLI_CONFIG_FILE: configuration,
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
    // A command lives for a second or two: collecting garbage less often saves a fifth of that, for 30 MB.
    GOGC: '400',
    ...own,
  });
}

/**
 * Runs one `terraform` command to its end, also when it is told to stop: Terraform finishes what it has begun.
 * @throws the signal's reason where it was told to stop before
 */
export async function runTerraform(args: readonly string[], run: TerraformRun): Promise<TerraformResult> {
  run.stop?.throwIfAborted();
  const child = spawn('terraform', args, {
    cwd: run.folder,
    env: run.environment,
    stdio: run.output === 'show' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  // Ctrl-C reaches Terraform from the terminal; a second interrupt would make it drop everything, its lock included.
  const interrupt = () => run.stop?.reason !== 'SIGINT' && child.kill('SIGINT');
  run.stop?.addEventListener('abort', interrupt);
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      run.stop?.removeEventListener('abort', interrupt);
      resolve({ exitCode: code ?? 1, output: output.join('') });
    });
  });
}
