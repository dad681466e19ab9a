import { join } from 'node:path';
import { synthesize } from '../shared/synthesize';
import { requireTerraform, runTerraform, type TerraformRun } from '../shared/terraform';

/** Where `npm run synth` writes, and where a person would run terraform. */
const outdir = 'cdktf.out';

/**
 * Synthesizes, then runs `terraform init` and `terraform plan` in the environment's folder, as a person would.
 * @returns terraform's exit code
 * @throws UserError where there is no such environment, or no terraform
 */
export async function planOnline(environment: string, args: readonly string[], stop: AbortSignal): Promise<number> {
  await requireTerraform();
  console.log(`Synthesizing ${environment} ...`);
  await synthesize(environment, outdir, stop, { isolated: false });
  const run: TerraformRun = {
    folder: join(outdir, 'stacks', environment),
    environment: { ...process.env, CHECKPOINT_DISABLE: '1' },
    output: 'show',
    stop,
  };
  const initialized = await runTerraform(['init', '-input=false'], run);
  if (initialized.exitCode !== 0 || stop.aborted) return initialized.exitCode;
  const planned = await runTerraform(['plan', ...args], run);
  // Terraform has said why, and the most frequent reason of a newcomer is an AWS account that is not there yet.
  if (planned.exitCode === 1 && !stop.aborted) {
    console.error(`\nTo plan a first deployment without AWS credentials: npm run plan -- ${environment} --offline`);
  }
  return planned.exitCode;
}
