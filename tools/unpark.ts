import { type ChangeOptions, createChangeCommand } from './deploy/change-command';
import { ImageCommands } from './deploy/image-commands';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand({ verb: 'unpark', description: 'Starts the image that ran before npm run park.' }),
);
const [name] = command.processedArgs as [string];

runCommand((stop) => new ImageCommands(name, command.opts<ChangeOptions>(), { stop }).unpark());
