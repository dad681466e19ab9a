import { Command } from 'commander';
import type { Consents } from './consent';

/** The options of every command that changes an environment. */
export interface ChangeOptions extends Consents {
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
}

const environmentArgument = [['<environment>', 'an environment listed in environments/index.ts']] as const;

/**
 * Creates a command that changes an environment. The caller adds its own options, and then calls `parse`.
 * @param args each argument, such as `<environment>` or `[name]`, with its description. @default only `<environment>`
 * @param example values of the arguments, shown as an example after an error
 */
export function createChangeCommand(
  verb: string,
  description: string,
  args: readonly (readonly [argument: string, description: string])[] = environmentArgument,
  example = 'dev',
): Command {
  const command = new Command(`npm run ${verb} --`).description(description);
  for (const [argument, text] of args) command.argument(argument, text);
  return command
    .option('--yes', 'do not ask before creating resources that AWS bills by the hour', false)
    .option('--accept-data-loss', 'do not ask before deleting data', false)
    .option('--wait', 'wait while another command holds the state lock', false)
    .showHelpAfterError(`For example: npm run ${verb} ${example}`);
}
