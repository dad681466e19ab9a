import { Command } from 'commander';
import { UserError } from '../shared/user-error';
import { parseImage } from './sample-image';

/** What `npm run plan` is told: to plan with AWS, or a first deployment without it. */
export type PlanArguments =
  | { readonly environment: string; readonly offline: false; readonly terraformArguments: readonly string[] }
  | { readonly environment: string; readonly offline: true; readonly image: string };

interface Options {
  readonly offline?: boolean;
  readonly image?: string;
}

/** The command before it has read anything. */
export function createPlanCommand(): Command {
  return new Command('npm run plan --')
    .description('Shows what Terraform would change in an environment.')
    .argument('<environment>', 'a stack that main.ts defines')
    .argument('[terraform arguments...]', 'for `terraform plan`, as in -var container_image=none')
    .option('--offline', 'a first deployment, by the real terraform without an AWS account, in a temporary copy')
    .option('--image <image>', 'with --offline: the image of the second step, <repository>@sha256:<digest>')
    .showHelpAfterError(
      'For example: npm run plan -- dev --offline\nOptions for terraform have one dash: -refresh=false',
    )
    .allowUnknownOption();
}

/**
 * Reads the words of a command line. An unknown option and a missing environment end the process with a message, as commander does.
 * @param npmOffline the option `--offline` as npm has read it; undefined if npm has not seen it
 * @throws UserError for options that do not belong together, and for an option that npm has kept
 */
export function parsePlanArguments(
  command: Command,
  words: readonly string[],
  npmOffline: string | undefined,
): PlanArguments {
  command.parse(words, { from: 'user' });
  const [environment, terraformArguments] = command.processedArgs as [string, string[]];
  const { offline, image } = command.opts<Options>();
  const misspelt = [environment, ...terraformArguments].find((argument) => argument.startsWith('--'));
  // commander itself says what was meant, and ends the process.
  if (misspelt !== undefined) command.allowUnknownOption(false).parse(['dev', misspelt], { from: 'user' });
  if (offline) {
    if (terraformArguments.length === 0) return { environment, offline, image: parseImage(image) };
    throw new UserError(`--offline takes no arguments for terraform. Leave out: ${terraformArguments.join(' ')}`);
  }
  if (image !== undefined) {
    throw new UserError(`--image belongs to --offline. Without it: -var container_image=${image}`);
  }
  // npm takes an option before `--` for one of its own.
  if (npmOffline === 'true') {
    throw new UserError(`npm has kept --offline to itself. Put -- before it: npm run plan -- ${environment} --offline`);
  }
  return { environment, offline: false, terraformArguments };
}
