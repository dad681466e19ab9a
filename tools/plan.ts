import { Command } from 'commander';
import { planOffline } from './plan/plan-offline';
import { planOnline } from './plan/plan-online';
import { parseImage } from './plan/sample-image';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options {
  readonly offline?: boolean;
  readonly image?: string;
}

const command = new Command('npm run plan --')
  .description('Shows what Terraform would change in an environment.')
  .argument('<environment>', 'a stack that main.ts defines')
  .argument('[terraform arguments...]', 'for `terraform plan`, as in -var container_image=none')
  .option('--offline', 'a first deployment, by the real terraform without an AWS account, in a temporary copy')
  .option('--image <image>', 'with --offline: the image of the second step, <repository>@sha256:<digest>')
  .showHelpAfterError('For example: npm run plan -- dev --offline\nOptions for terraform have one dash: -refresh=false')
  .allowUnknownOption()
  .parse();
const [environment, terraformArguments] = command.processedArgs as [string, string[]];
const { offline, image } = command.opts<Options>();

const misspelt = [environment, ...terraformArguments].find((argument) => argument.startsWith('--'));
// commander itself says what was meant, and ends the process.
if (misspelt !== undefined) command.allowUnknownOption(false).parse(['dev', misspelt], { from: 'user' });

async function plan(stop: AbortSignal): Promise<void> {
  if (!offline) {
    if (image !== undefined) {
      throw new UserError(`--image belongs to --offline. Without it: -var container_image=${image}`);
    }
    // npm takes an option before `--` for one of its own.
    if (process.env.npm_config_offline === 'true') {
      throw new UserError(
        `npm has kept --offline to itself. Put -- before it: npm run plan -- ${environment} --offline`,
      );
    }
    process.exitCode = await planOnline(environment, terraformArguments, stop);
    return;
  }
  if (terraformArguments.length > 0) {
    throw new UserError(`--offline takes no arguments for terraform. Leave out: ${terraformArguments.join(' ')}`);
  }
  process.exitCode = await planOffline(environment, parseImage(image), stop);
}

runCommand(plan);
