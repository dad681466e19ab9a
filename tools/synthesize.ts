import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { childEnvironment } from './child-environment';
import { Refusal } from './refusal';
import { loadSynthesizedStack, type SynthesizedStack } from './synthesized-stack';

/**
 * Runs `main.ts` and reads what it wrote for one environment.
 * @param outdir where the JSON goes. It is not `cdktf.out`, so that a local run never meets a plan that is under way
 * @throws Refusal with everything `main.ts` said, when it fails
 */
export async function synthesize(environment: string, outdir: string, stop: AbortSignal): Promise<SynthesizedStack> {
  // An environment that main.ts no longer defines must not be found as it once was.
  await rm(outdir, { recursive: true, force: true });
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts'], {
    env: childEnvironment(process.env, { CDKTF_OUTDIR: outdir }),
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: stop,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Refusal(`The synthesis of main.ts failed:\n\n${output.join('').trim()}`);
  return loadSynthesizedStack(outdir, environment);
}
