import { join } from 'node:path';
import { synthesize } from '../shared/synthesize';
import { requireTerraform, runTerraform, type TerraformRun } from '../shared/terraform';

/** The folder of `npm run synth`, in which users run terraform themselves. */
const outdir = 'cdktf.out';

/**
 * Synthesizes, then runs `terraform init` and `terraform plan` in the environment's folder.
 * @param args arguments of `terraform plan`
 * @returns terraform's exit code
 * @throws UserError if there is no such environment, or no suitable terraform
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
  // Terraform has printed the reason. For newcomers it is mostly that they have no AWS account yet.
  if (planned.exitCode === 1 && !stop.aborted) {
    console.error(`\nTo plan a first deployment without AWS credentials: npm run plan -- ${environment} --offline`);
  }
  return planned.exitCode;
}
