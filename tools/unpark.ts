import { Command } from 'commander';
import { Steps } from './console/steps';
import { changeImage } from './deploy/change-image';
import type { Consents } from './deploy/consent';
import { openEnvironment, readHistory } from './deploy/deployed-environment';
import { lastImage } from './deploy/image-history';
import { runCommand } from './shared/run-command';

const command = new Command('npm run unpark --')
  .description('Starts the image again that ran before npm run park.')
  .argument('<environment>', 'an environment that environments/index.ts lists')
  .option('--yes', 'do not ask before creating what costs money by the hour', false)
  .option('--accept-data-loss', 'do not ask before deleting data', false)
  .option('--wait', 'wait while another command holds the lock of the state', false)
  .showHelpAfterError('For example: npm run unpark dev')
  .parse();
const [name] = command.processedArgs as [string];
const options = command.opts<Consents & { readonly wait: boolean }>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  const { image } = lastImage(await readHistory(opened), name);
  await changeImage({ ...opened, ...options, image, steps, stop, title: 'Start' });
  console.log(`${name} runs ${image}.`);
});
