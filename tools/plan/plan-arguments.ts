import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';
import { parseImage } from './sample-image';

/** The format in which `npm run plan` prints. */
export interface PlanFormat {
  /** Whether to print Terraform's own output before the summary. */
  readonly full: boolean;
  /** Whether to print JSON, and nothing else, to standard output. */
  readonly json: boolean;
}

/** The arguments for a plan of the next apply. */
export interface OnlinePlanArguments extends PlanFormat {
  readonly environment: string;
  readonly offline: false;
  /** Whether to wait while another command holds the state lock. */
  readonly wait: boolean;
  readonly terraformArguments: readonly string[];
}

/** The arguments for a plan of a first deployment without an AWS account. */
export interface OfflinePlanArguments extends PlanFormat {
  readonly environment: string;
  readonly offline: true;
  readonly image: string;
}

export type PlanArguments = OnlinePlanArguments | OfflinePlanArguments;

interface Options extends PlanFormat {
  readonly offline: boolean;
  readonly image?: string;
  readonly wait: boolean;
}

/** Creates the command `npm run plan`, without parsing a command line. */
export function createPlanCommand(): Command {
  return new Command('npm run plan --')
    .description(
      'Shows what Terraform would change in an environment. Exits with 0 if there are no changes, 2 if there are changes, and 1 after a failure.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts, or bootstrap')
    .argument('[terraform arguments...]', 'passed to `terraform plan`, for example -var container_image=none')
    .option('--full', "print Terraform's own output before the summary", false)
    .option('--json', 'print only JSON', false)
    .option('--wait', 'wait while another command holds the state lock', false)
    .option(
      '--offline',
      'plan a first deployment with the real terraform in a temporary copy, without an AWS account',
      false,
    )
    .option('--image <image>', 'with --offline: the image of the second plan, <repository>@sha256:<digest>')
    .showHelpAfterError(
      'For example: npm run plan dev\nOptions of terraform have one dash: npm run plan dev -- -refresh=false',
    )
    .allowUnknownOption();
}

/**
 * Parses the command line of `npm run plan`. For an unknown option or a missing environment, commander prints a message
 * and ends the process.
 * @throws UserError for options that cannot be combined
 */
export function parsePlanArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): PlanArguments {
  parseCommand(command, words, variables);
  const [environment, terraformArguments] = command.processedArgs as [string, string[]];
  const { offline, image, wait, ...format } = command.opts<Options>();
  const misspelt = [environment, ...terraformArguments].find((argument) => argument.startsWith('--'));
  // Parses only the misspelt option, so that commander suggests the right one and ends the process.
  if (misspelt !== undefined) command.allowUnknownOption(false).parse(['dev', misspelt], { from: 'user' });
  if (format.full && format.json)
    throw new UserError('--json prints only JSON, so it cannot be combined with --full. Remove one of the two.');
  if (terraformArguments.includes('-json'))
    throw new UserError(
      'The option -json of terraform is not supported here. Use the option with two dashes instead: --json',
    );
  if (offline) {
    if (terraformArguments.length === 0) return { environment, offline, image: parseImage(image), ...format };
    throw new UserError(
      `--offline cannot be combined with arguments for terraform. Remove: ${terraformArguments.join(' ')}`,
    );
  }
  if (image !== undefined) {
    throw new UserError(`--image needs --offline. Without --offline, use: -var container_image=${image}`);
  }
  return { environment, offline, wait, terraformArguments, ...format };
}
