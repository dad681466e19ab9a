import { childEnvironment } from './child-environment';
import { runProcess } from './process';
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
  const { exitCode, output } = await runProcess(process.execPath, ['--import', 'tsx', 'main.ts', environment], {
    env: isolated ? childEnvironment(process.env, own) : { ...process.env, ...own },
    stdio: ['ignore', 'pipe', isolated ? 'pipe' : 'inherit'],
    stop,
  });
  if (exitCode !== 0) {
    const printed = output.trim();
    throw new UserError(syntaxErrors(printed).join('\n') || printed || `main.ts failed with exit code ${exitCode}.`);
  }
  return loadSynthesizedStack(outdir, environment);
}
