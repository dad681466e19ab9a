import { Steps } from './console/steps';
import { type ChangeOptions, createChangeCommand } from './deploy/change-command';
import { changeImage } from './deploy/change-image';
import { openEnvironment, readHistory } from './deploy/deployed-environment';
import { lastImage } from './deploy/image-history';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(createChangeCommand('unpark', 'Starts the image again that ran before npm run park.'));
const [name] = command.processedArgs as [string];
const options = command.opts<ChangeOptions>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  const { image } = lastImage(await readHistory(opened), name);
  await changeImage({ ...opened, ...options, image, steps, stop, title: 'Start' });
  console.log(`${name} runs ${image}.`);
});
