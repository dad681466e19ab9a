import { createChangeCommand } from './deploy/change-command';
import { ImageCommands, type RollbackOptions } from './deploy/image-commands';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  createChangeCommand({
    verb: 'rollback',
    description: 'Deploys an image that was healthy before: the previous image, or another image that --list shows.',
  })
    .option('--to <version>', 'a version or digest that --list shows, or its first characters')
    .option('--list', 'only show the list of images', false)
    .option('--plan', 'only show what would change', false)
    .option('--dry-run', 'the same as --plan', false),
);
const [name] = command.processedArgs as [string];
const { plan, ...options } = command.opts<RollbackOptions & { plan: boolean }>();
const dryRun = plan || options.dryRun;

runCommand((stop) => new ImageCommands(name, options, { stop }).rollBack({ ...options, dryRun }));
