import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../shared/user-error';
import { explainError } from './terraform-error';
import type { TerraformRunner, TerraformRunnerProps } from './terraform-runner';

/**
 * Returns the file with a state that an earlier apply could not write to the backend; undefined if there is none.
 * @param folder the folder with the stack's synthesized JSON
 */
export function unwrittenState(folder: string): string | undefined {
  const file = path.join(folder, 'errored.tfstate');
  return existsSync(file) ? file : undefined;
}

/**
 * If an earlier apply could not write its state to the backend, writes that state now, and removes the file that contains it.
 * @throws UserError if Terraform rejects the state
 */
export async function writeUnwrittenState(terraform: TerraformRunner, props: TerraformRunnerProps): Promise<void> {
  const file = unwrittenState(props.folder);
  if (file === undefined) return;
  const command = ['state', 'push', '-no-color', ...terraform.lockOptions, path.basename(file)];
  const { exitCode, stderr } = await terraform.run(command);
  props.stop.throwIfAborted();
  if (exitCode !== 0) {
    throw new UserError(
      explainError(stderr, props) ??
        `An earlier apply could not write the state to its backend, and saved it in ${file}. Now Terraform refuses to write this file to the backend:\n${stderr.trim()}\nNothing was changed. docs/state.md says how to compare the two states.`,
    );
  }
  await rm(file);
}
