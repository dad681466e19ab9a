import { type ChangeOptions, createChangeCommand } from './deploy/change-command';
import { ImageCommands } from './deploy/image-commands';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand({
    verb: 'park',
    description: 'Stops all tasks and keeps the data. npm run unpark starts the tasks again.',
  }),
);
const [name] = command.processedArgs as [string];

runCommand((stop) => new ImageCommands(name, command.opts<ChangeOptions>(), { stop }).park());
