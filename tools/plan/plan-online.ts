import { join } from 'node:path';
import { synthesize } from '../shared/synthesize';
import { requireTerraform, runTerraform, type TerraformRun } from '../shared/terraform';

/** Where `npm run synth` writes, and where a person would run terraform. */
const outdir = 'cdktf.out';

/**
 * Synthesizes, then runs `terraform init` and `terraform plan` in the environment's folder, as a person would.
 * @returns terraform's exit code
 * @throws Refusal where there is no such environment, or no terraform
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
  const { exitCode } = await runTerraform(['init', '-input=false'], run);
  return exitCode === 0 && !stop.aborted ? (await runTerraform(['plan', ...args], run)).exitCode : exitCode;
}
