import { Command } from 'commander';
import { Steps } from './console/steps';
import { defaultLoad, maxLoad, minSeconds, parseRate, parseSeconds } from './load/load-limits';
import { formatLoadReport } from './load/load-report';
import { type LoadTestOptions, runLoadTest } from './load/load-test';
import { parseTarget } from './load/target';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';

const command = parseCommand(
  new Command('npm run load --')
    .description('Sends a limited load to an environment, and shows which limit of the environment is reached first.')
    .argument('<environment>', 'an environment listed in environments/index.ts')
    .option('--rate <number>', `the rate in requests per second, at most ${maxLoad.rate}`, parseRate, defaultLoad.rate)
    .option(
      '--seconds <number>',
      `the duration in seconds, from ${minSeconds} to ${maxLoad.seconds}`,
      parseSeconds,
      defaultLoad.seconds,
    )
    .option('--target <path>', 'a path such as /entries, or a URL of the environment', parseTarget)
    .option('--post', 'send POST requests, each of which stores an entry in the table (default: GET requests)', false)
    .option('--yes', 'do not ask', false)
    .option('--json', 'print JSON', false)
    .showHelpAfterError('For example: npm run load dev -- --rate 50 --seconds 120'),
);
const [name] = command.processedArgs as [string];
const { json, ...options } = command.opts<LoadTestOptions & { readonly json: boolean }>();

runCommand(async (stop) => {
  // The steps are printed to standard error, because standard output may be JSON.
  const report = await runLoadTest(name, options, { stop, steps: new Steps(process.stderr) });
  console.log(json ? JSON.stringify(report, null, 2) : formatLoadReport(report));
});
