import { Command } from 'commander';
import { parseCommand } from '../shared/parse-command';
import { UserError } from '../shared/user-error';
import { parseImage } from './sample-image';

/** The arguments of `npm run plan`: either a plan with AWS, or the plan of a first deployment without AWS. */
export type PlanArguments =
  | { readonly environment: string; readonly offline: false; readonly terraformArguments: readonly string[] }
  | { readonly environment: string; readonly offline: true; readonly image: string };

interface Options {
  readonly offline?: boolean;
  readonly image?: string;
}

/** The command, before it has parsed a command line. */
export function createPlanCommand(): Command {
  return new Command('npm run plan --')
    .description('Shows what Terraform would change in an environment.')
    .argument('<environment>', 'a stack that main.ts defines')
    .argument('[terraform arguments...]', 'passed to `terraform plan`, for example -var container_image=none')
    .option('--offline', 'plan a first deployment with the real terraform in a temporary copy, without an AWS account')
    .option('--image <image>', 'with --offline: the image of the second step, <repository>@sha256:<digest>')
    .showHelpAfterError(
      'For example: npm run plan -- dev --offline\nOptions of terraform have one dash: -refresh=false',
    )
    .allowUnknownOption();
}

/**
 * Parses a command line. For an unknown option or a missing environment, commander prints a message and ends the process.
 * @throws UserError for options that exclude each other
 */
export function parsePlanArguments(
  command: Command,
  words: readonly string[],
  variables?: NodeJS.ProcessEnv,
): PlanArguments {
  parseCommand(command, words, variables);
  const [environment, terraformArguments] = command.processedArgs as [string, string[]];
  const { offline, image } = command.opts<Options>();
  const misspelt = [environment, ...terraformArguments].find((argument) => argument.startsWith('--'));
  // commander suggests the right option and ends the process.
  if (misspelt !== undefined) command.allowUnknownOption(false).parse(['dev', misspelt], { from: 'user' });
  if (offline) {
    if (terraformArguments.length === 0) return { environment, offline, image: parseImage(image) };
    throw new UserError(`--offline passes no arguments to terraform. Remove: ${terraformArguments.join(' ')}`);
  }
  if (image !== undefined) {
    throw new UserError(`--image needs --offline. Without --offline, use: -var container_image=${image}`);
  }
  return { environment, offline: false, terraformArguments };
}
