import { constants } from 'node:os';
import { Command } from 'commander';
import { planOffline } from './plan/plan-offline';
import { planOnline } from './plan/plan-online';
import { parseImage } from './plan/sample-image';
import { Refusal } from './refusal';

interface Options {
  readonly offline?: boolean;
  readonly image?: string;
}

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
// `npm run plan | head` closes a pipe.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('SIGPIPE'));

const command = new Command('npm run plan --')
  .description('Shows what Terraform would change in an environment.')
  .argument('<environment>', 'a stack that main.ts defines')
  .argument('[terraform arguments...]', 'for `terraform plan`, as in -var container_image=none')
  .option('--offline', 'a first deployment, by the real terraform without an AWS account, in a temporary copy')
  .option('--image <image>', 'with --offline: the image of the second step, <repository>@sha256:<digest>')
  .allowUnknownOption()
  .action(plan);

async function plan(environment: string, terraformArguments: string[], options: Options): Promise<void> {
  if (!options.offline) {
    if (options.image !== undefined) {
      throw new Refusal(`--image belongs to --offline. Without it: -var container_image=${options.image}`);
    }
    process.exitCode = await planOnline(environment, terraformArguments, stop.signal);
    return;
  }
  if (terraformArguments.length > 0) {
    throw new Refusal(`--offline takes no arguments for terraform. Leave out: ${terraformArguments.join(' ')}`);
  }
  process.exitCode = await planOffline(environment, parseImage(options.image), stop.signal);
}

command
  .parseAsync()
  .catch((error: unknown) => {
    process.exitCode = 1;
    if (!stop.signal.aborted) console.error(error instanceof Refusal ? error.message : error);
  })
  .finally(() => {
    // What a shell says of a program that a signal ended.
    if (stop.signal.aborted) process.exitCode = 128 + constants.signals[stop.signal.reason as NodeJS.Signals];
  });
