import type { Command } from 'commander';
import { createChangeCommand } from './change-command';
import { addSavedPlanOptions } from './saved-plan';

/** Creates the command `npm run deploy`, without parsing a command line. */
export function createDeployCommand(): Command {
  const command = createChangeCommand(
    'deploy',
    'Builds the app, creates or changes its resources in AWS, deploys the app, and checks that it responds.',
  );
  return addDeployOptions(addSavedPlanOptions(command));
}

/** Adds the options of every command that deploys the working tree. */
export function addDeployOptions(command: Command): Command {
  return command
    .option('--clean', 'reject uncommitted changes, as CI always does', false)
    .option('--no-verify', 'skip the check that the new version responds at the public address')
    .option('--smoke', 'also store an entry during the check at the public address', false);
}
