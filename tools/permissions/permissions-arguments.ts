import { type CommandName, commands } from '@eight-digit/aws-permissions';
import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';

/** The arguments of `npm run permissions`. */
export interface PermissionsArguments {
  readonly environment: string;
  /** The command for which to print policies. @default the commands that deploy, change and destroy the environment */
  readonly command?: CommandName;
  readonly json: boolean;
  /** The action to explain, such as `ec2:CreateVpc`. With this option, no policies are printed. */
  readonly explain?: string;
  /**
   * The account number with 12 digits, for the ARNs in the policies.
   * @default the account of the environment, or a placeholder if its file names none
   */
  readonly account?: string;
  /** Whether to write the table in docs/permissions.md. */
  readonly docs: boolean;
}

/** Creates the command `npm run permissions`, without parsing a command line. */
export function createPermissionsCommand(): Command {
  return new Command('npm run permissions --')
    .description(
      'Prints the least-privilege IAM policies for a command, from the synthesized JSON of an environment. Needs no AWS account.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts, or bootstrap')
    .argument('[command]', `one of ${Object.keys(commands).join(', ')} (default: deploy and destroy)`)
    .option('--json', 'print JSON, with a document for each policy', false)
    .option('--explain <action>', 'show only what needs this action, such as ec2:CreateVpc')
    .option(
      '--account <id>',
      'the 12-digit AWS account ID (default: that of the environment; without one, the placeholder ACCOUNT_ID)',
    )
    .option('--docs', 'write the table of the environment into docs/permissions.md', false)
    .showHelpAfterError('For example: npm run permissions dev, or npm run permissions dev plan');
}

/**
 * Parses the command line of `npm run permissions`. For an unknown option, commander prints a message and ends the
 * process.
 * @throws UserError for an unknown command, an action without a service, or an invalid account number
 */
export function parsePermissionsArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): PermissionsArguments {
  parseCommand(command, words, variables);
  const [environment, name] = command.processedArgs as [string, string | undefined];
  const options = command.opts<Omit<PermissionsArguments, 'environment' | 'command'>>();
  if (name !== undefined && !isCommandName(name)) {
    throw new UserError(
      `"${name}" is not a command whose permissions can be printed. Use one of: ${Object.keys(commands).join(', ')}.`,
    );
  }
  const { explain, account } = options;
  if (explain !== undefined && !/^[a-z0-9-]+:\w+$/i.test(explain)) {
    throw new UserError(
      `--explain is "${explain}", which is not an IAM action. Write the service and the action, for example ec2:CreateVpc`,
    );
  }
  if (account !== undefined && !/^\d{12}$/.test(account)) {
    throw new UserError(`--account is "${account}", but an account number has 12 digits: --account 123456789012`);
  }
  return { environment, ...(name !== undefined && { command: name }), ...options };
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
