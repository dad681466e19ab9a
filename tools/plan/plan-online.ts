import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Refusal } from '../refusal';
import { requireTerraform, runTerraform, type TerraformRun } from '../terraform';

/** Where `npm run synth` writes, and where a person would run terraform. */
const outdir = 'cdktf.out';

/**
 * Synthesizes, then runs `terraform init` and `terraform plan` in the environment's folder, as a person would.
 * @returns terraform's exit code
 * @throws Refusal where there is no such environment, or no terraform
 */
export async function planOnline(environment: string, args: readonly string[], stop: AbortSignal): Promise<number> {
  await requireTerraform();
  await synthesizeInPlace(environment, stop);
  const run: TerraformRun = {
    folder: join(outdir, 'stacks', environment),
    environment: { ...process.env, CHECKPOINT_DISABLE: '1' },
    output: 'show',
    stop,
  };
  const { exitCode } = await runTerraform(['init', '-input=false'], run);
  return exitCode === 0 && !stop.aborted ? (await runTerraform(['plan', ...args], run)).exitCode : exitCode;
}

/** Leaves alone what `terraform init` has put into the stacks' folders. */
async function synthesizeInPlace(environment: string, stop: AbortSignal): Promise<void> {
  console.log(`Synthesizing ${environment} ...`);
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts'], {
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    stdio: ['ignore', 'ignore', 'inherit'],
    signal: stop,
  });
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Refusal('The synthesis of main.ts failed.');
  // The folders may hold environments of former times.
  const manifest: { stacks: object } = JSON.parse(await readFile(join(outdir, 'manifest.json'), 'utf8'));
  const stacks = Object.keys(manifest.stacks);
  if (!stacks.includes(environment)) {
    throw new Refusal(`There is no environment "${environment}". What main.ts defines: ${stacks.sort().join(', ')}.`);
  }
}
