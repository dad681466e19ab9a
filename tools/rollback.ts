import { createChangeCommand } from './deploy/change-command';
import { ImageCommands, type RollbackOptions } from './deploy/image-commands';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand('rollback', 'Deploys an image that was healthy before: the previous one, or one of the list.')
    .option('--to <version>', 'a version or digest of the list, or its beginning')
    .option('--list', 'only show the list', false)
    .option('--dry-run', 'only show what would change', false),
);
const [name] = command.processedArgs as [string];
const options = command.opts<RollbackOptions>();

runCommand((stop) => new ImageCommands(name, options, stop).rollBack(options));
