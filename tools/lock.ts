import { Command } from 'commander';
import { Steps } from './console/steps';
import { writeLockFile } from './lock/write-lock-file';
import { outdir } from './shared/environment';
import { parseCommand } from './shared/parse-command';
import { runCommand } from './shared/run-command';
import { synthesizeAll } from './shared/synthesize';
import { requireTerraform } from './shared/terraform';

parseCommand(
  new Command('npm run lock --').description(
    "Writes .terraform.lock.hcl with the checksums of the provider's packages for Linux and macOS. Commit this file.",
  ),
);

runCommand(async (stop) => {
  const steps = new Steps();
  await requireTerraform();
  const stacks = await steps.run('Synthesize', () => synthesizeAll(outdir, stop));
  const hasChanged = await steps.run('terraform providers lock', () => writeLockFile([...stacks.values()], stop));
  console.log(hasChanged ? 'Commit .terraform.lock.hcl.' : '.terraform.lock.hcl is up to date.');
});
