import { resolve } from 'node:path';
import { Command } from 'commander';
import { copyRepository } from './check-exit/copy-repository';
import { type ExitCheck, exitChecks } from './check-exit/exit-checks';
import { ExitCopy, exitPackages } from './check-exit/exit-copy';
import { synthesizeStacks } from './check-exit/synthesize-stacks';
import { runCommand } from './shared/run-command';
import { requireTerraform } from './shared/terraform';
import { UserError } from './shared/user-error';

const repository = resolve(__dirname, '..');

new Command('npm run check:exit')
  .description(
    'Checks that CDK Terrain can replace CDK for Terraform: installs it in a temporary copy of this repository, compares the JSON of all stacks, lints, compiles, tests the stacks, and plans each stack offline. This takes minutes, and needs 1.2 GB of disk space.',
  )
  .parse();

async function checkExit(stop: AbortSignal): Promise<void> {
  await requireTerraform();
  const startedAt = performance.now();
  const copy = new ExitCopy(stop);
  try {
    console.log('Synthesizing all stacks with CDK for Terraform ...');
    const stacks = await synthesizeStacks(repository, copy.ownOutdir, stop);
    console.log(`Copying ${await copyRepository(repository, copy.folder)} files to ${copy.folder} ...`);
    const title = `Installing all packages, including ${exitPackages.join(', ')}`;
    await measure({ title, run: () => copy.install().then(() => 'installed') });
    const checks = exitChecks(copy, stacks);
    const passed = await runAll(checks);
    console.log(`${passed} of ${checks.length} checks passed, in ${secondsSince(startedAt)} seconds.`);
    if (passed < checks.length)
      throw new UserError('CDK Terrain cannot replace CDK for Terraform yet. The checks that failed are above.');
    console.log('CDK Terrain can replace CDK for Terraform.');
  } finally {
    copy.remove();
  }
}

/** Runs all checks, even after one has failed. @returns how many checks have passed */
async function runAll(checks: readonly ExitCheck[]): Promise<number> {
  let passed = 0;
  for (const check of checks) {
    try {
      await measure(check);
      passed++;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      console.error(error.message);
    }
  }
  return passed;
}

async function measure({ title, run }: ExitCheck): Promise<void> {
  console.log(`${title} ...`);
  const startedAt = performance.now();
  console.log(`  ${await run()} (${secondsSince(startedAt)} s)`);
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}

runCommand(checkExit);
