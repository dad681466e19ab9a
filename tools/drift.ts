import { Command } from 'commander';
import { Steps } from './console/steps';
import { detectDrift } from './drift/detect-drift';
import { printReport } from './plan/plan-report';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

interface Options {
  readonly json: boolean;
  readonly full: boolean;
  readonly wait: boolean;
}

const command = parseCommand(
  new Command('npm run drift --')
    .description(
      'Shows what has changed in AWS since the last apply, and what the next apply would change. The exit code is 0 if nothing differs, 2 if something differs, and 1 after a failure.',
    )
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .option('--full', "print Terraform's own output before each summary", false)
    .option('--json', 'print only JSON', false)
    .option('--wait', 'wait while another command holds the state lock', false)
    .showHelpAfterError('For example: npm run drift dev'),
);
const [environment] = command.processedArgs as [string];
const options = command.opts<Options>();

runCommand(async (stop) => {
  // The steps are printed to standard error, because standard output may be redirected to a file.
  const run = { stop, steps: new Steps(process.stderr) };
  process.exitCode = printReport(await detectDrift(environment, options, run), options);
});
