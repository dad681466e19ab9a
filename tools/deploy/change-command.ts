import { Command } from 'commander';
import type { Consents } from './consent';

/** The options that every command that changes an environment has. */
export interface ChangeOptions extends Consents {
  /** Whether to wait while another command holds the lock of the state. */
  readonly wait: boolean;
}

/** Creates a command that changes an environment; `parse` it after adding options of its own. */
export function createChangeCommand(verb: string, description: string): Command {
  return new Command(`npm run ${verb} --`)
    .description(description)
    .argument('<environment>', 'an environment that environments/index.ts lists')
    .option('--yes', 'do not ask before creating what costs money by the hour', false)
    .option('--accept-data-loss', 'do not ask before deleting data', false)
    .option('--wait', 'wait while another command holds the lock of the state', false)
    .showHelpAfterError(`For example: npm run ${verb} dev`);
}
