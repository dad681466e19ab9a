import { spawn } from 'node:child_process';
import { childEnvironment } from './child-environment';
import { syntaxErrors } from './syntax-errors';
import { loadSynthesizedStack, type SynthesizedStack } from './synthesized-stack';
import { UserError } from './user-error';

export interface SynthesisOptions {
  /**
   * Whether `main.ts` runs without the user's AWS configuration, and its output is shown only if it fails. Otherwise it gets the
   * whole environment and its warnings are shown, as by `npm run synth`.
   * @default true
   */
  readonly isolated?: boolean;
}

/**
 * Runs `main.ts` for one environment and reads the JSON that it writes.
 * @param outdir the folder for the JSON; its other files, such as those of `terraform init`, are kept
 * @throws UserError if `main.ts` defines no such environment, or fails; the message is then all that it printed
 */
export async function synthesize(
  environment: string,
  outdir: string,
  stop: AbortSignal,
  { isolated = true }: SynthesisOptions = {},
): Promise<SynthesizedStack> {
  const own = { CDKTF_OUTDIR: outdir };
  const child = spawn(process.execPath, ['--import', 'tsx', 'main.ts', environment], {
    env: isolated ? childEnvironment(process.env, own) : { ...process.env, ...own },
    stdio: ['ignore', 'pipe', isolated ? 'pipe' : 'inherit'],
    signal: stop,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => output.push(text));
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) {
    const printed = output.join('').trim();
    throw new UserError(syntaxErrors(printed).join('\n') || printed || `main.ts failed with exit code ${code}.`);
  }
  return loadSynthesizedStack(outdir, environment);
}
