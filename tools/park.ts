import { Command } from 'commander';
import { Steps } from './console/steps';
import { changeImage } from './deploy/change-image';
import type { Consents } from './deploy/consent';
import { openEnvironment } from './deploy/deployed-environment';
import { runCommand } from './shared/run-command';

const command = new Command('npm run park --')
  .description('Stops all tasks and keeps the data. npm run unpark starts them again.')
  .argument('<environment>', 'an environment that environments/index.ts lists')
  .option('--yes', 'do not ask before creating what costs money by the hour', false)
  .option('--accept-data-loss', 'do not ask before deleting data', false)
  .option('--wait', 'wait while another command holds the lock of the state', false)
  .showHelpAfterError('For example: npm run park dev')
  .parse();
const [name] = command.processedArgs as [string];
const options = command.opts<Consents & { readonly wait: boolean }>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  await changeImage({ ...opened, ...options, image: 'none', steps, stop, title: 'Park' });
  console.log(`${name} is parked. Its data stays. To start it again: npm run unpark ${name}`);
});
