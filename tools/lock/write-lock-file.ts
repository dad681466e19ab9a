import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runSuccessfully } from '../shared/run-process';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { terraformProgram } from '../shared/terraform';
import { UserError } from '../shared/user-error';

/** Terraform's lock file, in the root of the repository. Every synthesis copies the file next to the JSON of each stack. */
const lockFile = '.terraform.lock.hcl';

/** The platforms on which people and CI run Terraform. */
const platforms = ['linux_amd64', 'linux_arm64', 'darwin_amd64', 'darwin_arm64'];

/**
 * Writes the lock file of the repository, with the checksums of the providers for all platforms.
 * It downloads the packages of the providers from their registry. All stacks use the same providers, so only the first
 * stack is read.
 * @returns whether the file has changed
 * @throws UserError with Terraform's message
 */
export async function writeLockFile([stack]: readonly SynthesizedStack[], stop: AbortSignal): Promise<boolean> {
  if (stack === undefined)
    throw new UserError(
      'There is no stack, so there is no provider to lock. Add an environment to environments/index.ts.',
    );
  const { terraform } = stack.document as { readonly terraform: { readonly required_providers: object } };
  const folder = mkdtempSync(path.join(tmpdir(), 'lock-'));
  try {
    // The backend is left out, because it does not affect the providers, but would require credentials.
    const { required_providers } = terraform;
    writeFileSync(path.join(folder, 'cdk.tf.json'), JSON.stringify({ terraform: { required_providers } }));
    const args = ['providers', 'lock', '-no-color', ...platforms.map((platform) => `-platform=${platform}`)];
    await runSuccessfully(terraformProgram(), args, { cwd: folder, env: process.env, stop });
    const text = readFileSync(path.join(folder, lockFile), 'utf8');
    if (existsSync(lockFile) && readFileSync(lockFile, 'utf8') === text) return false;
    writeFileSync(lockFile, text);
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
