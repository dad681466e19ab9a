import { Command } from 'commander';
import { mutationOptions, parseConcurrency } from './mutate/mutation-options';
import { runCommand } from './shared/run-command';
import { UserError } from './shared/user-error';

interface Options {
  readonly tests?: string[];
  readonly concurrency: number;
}

const command = new Command('npm run mutate --')
  .description(
    'Changes files of the source in small ways, one at a time in a copy, and reports the changes that no test notices. Each change costs one run of the tests.',
  )
  .argument('<files...>', 'of app/, stacks/ or tools/; with lines, as in stacks/names.ts:10-20')
  .option('--tests <patterns...>', 'the tests to run (default: those of the same folder below __tests__/)')
  .option('--concurrency <processes>', 'how many changes are tested at a time', parseConcurrency, 1)
  .showHelpAfterError('For example: npm run mutate -- stacks/checks/cidr.ts')
  .parse();
const [files] = command.processedArgs as [string[]];
const { tests, concurrency } = command.opts<Options>();

async function mutate(): Promise<void> {
  const options = mutationOptions({ files, tests, concurrency });
  const { Stryker } = await import('@stryker-mutator/core');
  const results = await new Stryker(options).runMutationTest();
  // Without a mutation nothing was tested, which is not success.
  if (results.length === 0) throw new UserError(`There is nothing to change in ${files.join(', ')}.`);
}

runCommand(mutate);
