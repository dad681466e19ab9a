import { Command } from 'commander';
import { Steps } from './console/steps';
import { openEnvironment } from './live/deployed-environment';
import { formatStatus, readServiceStatus } from './live/service-status';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run status --')
    .description('Shows what runs in an environment, since when, who deployed it, and whether it is healthy.')
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .option('--json', 'print JSON', false)
    .showHelpAfterError('For example: npm run status dev'),
);
const [name] = command.processedArgs as [string];
const { json } = command.opts<{ readonly json: boolean }>();

runCommand(async (stop) => {
  // The steps are printed to standard error, because standard output may be JSON.
  const opened = await openEnvironment(name, { stop, steps: new Steps(process.stderr) });
  const status = await readServiceStatus(opened);
  console.log(json ? JSON.stringify(status, null, 2) : formatStatus(status));
});
