import { Command } from 'commander';
import { type DestroyOptions, Destruction } from './destroy/destruction';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run destroy --')
    .description(
      'Deletes an environment from AWS. It first lists what it would delete and what prevents the deletion, and asks for confirmation. At the end, it lists what is left in AWS.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .option('--plan', 'only show what would be deleted', false)
    .option('--yes', 'do not ask before deleting resources without data', false)
    .option('--accept-data-loss', 'do not ask before deleting data', false)
    .option('--lift-protection', "do not ask before lifting the protection of removal: 'protect'", false)
    .option('--final-snapshot', 'keep a final snapshot of the database')
    .option('--no-final-snapshot', 'do not create a final snapshot of the database')
    .option('--wait', 'wait while another command holds the state lock', false)
    .showHelpAfterError('For example: npm run destroy dev'),
);
const [environment] = command.processedArgs as [string];

runCommand(async (stop) => {
  await new Destruction(environment, command.opts<DestroyOptions>(), stop).run();
});
