import type { Command } from 'commander';
import { type ChangeOptions, createChangeCommand } from './change-command';
import { addSavedPlanOptions, type SavedPlanOptions } from './saved-plan-options';

export interface DeployOptions extends ChangeOptions, SavedPlanOptions {
  /** Whether to reject uncommitted changes. */
  readonly clean: boolean;
  /** Whether to check that the new version responds at the public address. */
  readonly verify: boolean;
  /** Whether the check at the public address also stores an entry. */
  readonly smoke: boolean;
  /** How long to wait for the new version to respond at the public address, in milliseconds. @default 60 s */
  readonly verifyTimeoutMs?: number;
}

/** Creates the command `npm run deploy`, without parsing a command line. */
export function createDeployCommand(): Command {
  const command = createChangeCommand({
    verb: 'deploy',
    description:
      'Builds the app, creates or changes its resources in AWS, deploys the app, and checks that it responds.',
  });
  return addDeployOptions(addSavedPlanOptions(command));
}

/** Adds the options of every command that deploys the working tree. */
export function addDeployOptions(command: Command): Command {
  return command
    .option('--clean', 'reject uncommitted changes, as CI always does', false)
    .option('--no-verify', 'skip the check that the new version responds at the public address')
    .option('--smoke', 'also store an entry during the check at the public address', false);
}
