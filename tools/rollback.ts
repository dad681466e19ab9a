import { Command } from 'commander';
import { Steps } from './console/steps';
import { changeImage } from './deploy/change-image';
import type { Consents } from './deploy/consent';
import { openEnvironment, readHistory } from './deploy/deployed-environment';
import { chooseImage, formatHistory } from './deploy/image-history';
import { runCommand } from './shared/run-command';

interface Options extends Consents {
  readonly to?: string;
  readonly list: boolean;
  readonly dryRun: boolean;
  readonly wait: boolean;
}

const command = new Command('npm run rollback --')
  .description('Deploys an image that was healthy before: the previous one, or one of the list.')
  .argument('<environment>', 'an environment that environments/index.ts lists')
  .option('--to <version>', 'a version or digest of the list, or its beginning')
  .option('--list', 'only show the list', false)
  .option('--dry-run', 'only show what would change', false)
  .option('--yes', 'do not ask before creating what costs money by the hour', false)
  .option('--accept-data-loss', 'do not ask before deleting data', false)
  .option('--wait', 'wait while another command holds the lock of the state', false)
  .showHelpAfterError('For example: npm run rollback dev')
  .parse();
const [name] = command.processedArgs as [string];
const { to, list, ...options } = command.opts<Options>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  const history = await readHistory(opened);
  console.log(`\n${formatHistory(history)}\n`);
  if (list) return;
  const { image } = chooseImage(history, to, name);
  if (await changeImage({ ...opened, ...options, image, steps, stop, title: 'Roll back' })) {
    console.log(`\n${name} runs ${image}.`);
  }
});
