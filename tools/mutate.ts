import { Command } from 'commander';
import { mutationOptions, parseConcurrency } from './mutate/mutation-options';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options {
  readonly tests?: string[];
  readonly concurrency: number;
}

const command = parseCommand(
  new Command('npm run mutate --')
    .description(
      'Tests the tests: makes small changes (mutations) to source files, one at a time in a copy, and reports the mutations that no test detects. Each mutation needs one run of the tests.',
    )
    .argument('<files...>', 'files in app/, stacks/ or tools/, optionally with line numbers: stacks/names.ts:10-20')
    .option('--tests <patterns...>', 'the test files to run (default: all tests in the folders of the source files)')
    .option('--concurrency <processes>', 'how many mutations to test at the same time', parseConcurrency, 1)
    .showHelpAfterError('For example: npm run mutate -- stacks/checks/network/cidr.ts'),
);
const [files] = command.processedArgs as [string[]];
const { tests, concurrency } = command.opts<Options>();

async function mutate(): Promise<void> {
  const options = mutationOptions({ files, tests, concurrency });
  const { Stryker } = await import('@stryker-mutator/core');
  const results = await new Stryker(options).runMutationTest();
  if (results.length === 0)
    throw new UserError(`No mutation is possible in ${files.join(', ')}, so nothing was tested.`);
}

runCommand(mutate);
