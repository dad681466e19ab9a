import { Steps } from './console/steps';
import { type ChangeOptions, createChangeCommand } from './deploy/change-command';
import { changeImage } from './deploy/change-image';
import { openEnvironment } from './deploy/deployed-environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand('park', 'Stops all tasks and keeps the data. npm run unpark starts them again.'),
);
const [name] = command.processedArgs as [string];
const options = command.opts<ChangeOptions>();

runCommand(async (stop) => {
  const steps = new Steps();
  const opened = await openEnvironment(name, { stop, steps, wait: options.wait });
  await changeImage({ ...opened, ...options, image: 'none', steps, stop, title: 'Park' });
  console.log(`${name} is parked. Its data stays. To start it again: npm run unpark ${name}`);
});
