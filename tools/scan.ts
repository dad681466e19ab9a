import { Command } from 'commander';
import { Steps } from './console/steps';
import { runCheckov } from './scan/checkov';
import { loadExceptions } from './scan/exceptions';
import { planAsJson } from './scan/plan-as-json';
import { reviewFindings } from './scan/review-findings';
import { outdir } from './shared/environment';
import { withOfflineStack } from './shared/offline-stack';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { synthesizeAll } from './shared/synthesize';

const command = parseCommand(
  new Command('npm run scan --')
    .description('Scans the plan of a first deployment with checkov. Fails if there is a finding without an exception.')
    .argument('[stacks...]', 'the stacks to scan: environments, or bootstrap (default: all stacks)')
    .showHelpAfterError('For example: npm run scan -- prod'),
);
const [named] = command.processedArgs as [readonly string[]];

runCommand(async (stop) => {
  const stacks = named.length > 0 ? named : [...(await synthesizeAll(outdir, stop)).keys()];
  for (const stack of stacks) await scan(stack, stop);
});

async function scan(stack: string, stop: AbortSignal): Promise<void> {
  const result = await withOfflineStack(stack, { stop, steps: new Steps() }, async (offline) =>
    runCheckov(await planAsJson(offline), stop),
  );
  const { accepted, problems } = reviewFindings(result, loadExceptions(), new Date());
  console.log(
    `${stack}: checkov ${result.version}: ${result.passed} checks passed, ${accepted} findings have an exception.`,
  );
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
