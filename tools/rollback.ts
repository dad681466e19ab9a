import { Steps } from './console/steps';
import { type ChangeOptions, createChangeCommand } from './deploy/change-command';
import { changeImage } from './deploy/change-image';
import { openEnvironment, readHistory } from './deploy/deployed-environment';
import { chooseImage, formatHistory } from './deploy/image-history';
import { readWantedImage } from './deploy/running-image';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

interface Options extends ChangeOptions {
  readonly to?: string;
  readonly list: boolean;
  readonly dryRun: boolean;
}

const command = parseCommand(
  createChangeCommand('rollback', 'Deploys an image that was healthy before: the previous one, or one of the list.')
    .option('--to <version>', 'a version or digest of the list, or its beginning')
    .option('--list', 'only show the list', false)
    .option('--dry-run', 'only show what would change', false),
);
const [name] = command.processedArgs as [string];
const { to, list, ...options } = command.opts<Options>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  const history = await readHistory(opened);
  console.log(`\n${formatHistory(history)}\n`);
  if (list) return;
  const { image } = chooseImage(history, to, name, await readWantedImage(opened));
  if (await changeImage({ ...opened, ...options, image, steps, stop, title: 'Roll back' })) {
    console.log(`\n${name} runs ${image}.`);
  }
});
