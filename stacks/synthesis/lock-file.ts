import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Terraform's dependency lock file, which lists the allowed packages of the provider. */
const lockFile = '.terraform.lock.hcl';
const provider = 'registry.terraform.io/hashicorp/aws';

interface StackDocument {
  readonly terraform?: { readonly required_providers?: { readonly aws?: { readonly version?: string } } };
}

/**
 * Copies the lock file of the repository next to the JSON of a stack. `terraform init` then accepts only the provider packages in the lock
 * file. An outdated lock file is not copied, because `terraform init` would fail.
 * @param root the root directory of the repository
 * @param stackFile the path of the stack's JSON
 * @returns why the lock file was not copied; undefined if it was copied
 */
export function placeLockFile(root: string, stackFile: string): 'missing' | 'outdated' | undefined {
  const source = join(root, lockFile);
  if (!existsSync(source)) return 'missing';
  const { terraform }: StackDocument = JSON.parse(readFileSync(stackFile, 'utf8'));
  const required = terraform?.required_providers?.aws?.version;
  if (required !== lockedVersion(readFileSync(source, 'utf8'))) return 'outdated';
  copyFileSync(source, join(dirname(stackFile), lockFile));
  return undefined;
}

/** Returns the line that the synth prints about a missing or outdated lock file. */
export function lockFileNotice(problem: 'missing' | 'outdated'): string {
  return problem === 'missing'
    ? `info: There is no ${lockFile}, so terraform init accepts any package of the provider's version. To create it: npm run lock`
    : `warn: ${lockFile} is for another version of the provider, so it is not used. To update it: npm run lock`;
}

function lockedVersion(text: string): string | undefined {
  const [, block = ''] = text.split(`provider "${provider}" {`);
  return /^\s*version\s*=\s*"([^"]+)"/m.exec(block)?.[1];
}
