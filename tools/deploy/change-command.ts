import { Command } from 'commander';
import type { Consents } from './consent';

/** The options of every command that changes an environment. */
export interface ChangeOptions extends Consents {
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
}

const environmentArgument = [['<environment>', 'an environment listed in environments/index.ts']] as const;

export interface ChangeCommandProps {
  /** The name of the npm command, such as `deploy`. */
  readonly verb: string;
  readonly description: string;
  /** Each argument, such as `<environment>` or `[name]`, with its description. @default only `<environment>` */
  readonly args?: readonly (readonly [argument: string, description: string])[];
  /** Values of the arguments, shown as an example after an error. @default 'dev' */
  readonly example?: string;
}

/** Creates a command that changes an environment. The caller adds its own options, and then calls `parse`. */
export function createChangeCommand(props: ChangeCommandProps): Command {
  const { verb, description, args = environmentArgument, example = 'dev' } = props;
  const command = new Command(`npm run ${verb} --`).description(description);
  for (const [argument, text] of args) command.argument(argument, text);
  return command
    .option('--yes', 'do not ask before creating resources that AWS bills by the hour', false)
    .option('--accept-data-loss', 'do not ask before deleting data', false)
    .option('--wait', 'wait while another command holds the state lock', false)
    .showHelpAfterError(`For example: npm run ${verb} ${example}`);
}
