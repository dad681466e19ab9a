import { childEnvironment } from './child-environment';
import { loadSynthesizedStack, loadSynthesizedStacks } from './load-stacks';
import { runProcess } from './process';
import { syntaxErrors } from './syntax-errors';
import type { SynthesizedStack } from './synthesized-stack';
import { UnknownEnvironment, UserError } from './user-error';

export interface SynthesisOptions {
  /**
   * Whether `main.ts` runs without the user's AWS configuration, and its output is shown only if it fails. Otherwise it gets the whole
   * environment, and `warn` receives its warnings.
   * @default true
   */
  readonly isolated?: boolean;
  /** Called with each warning of a synthesis that is not isolated. @default prints them, as `npm run synth` does */
  readonly warn?: (warnings: string) => void;
  /** Whether the environment gets `removal: 'destroy'`, whatever its file says. @default false */
  readonly unprotected?: boolean;
}

/**
 * Runs `main.ts` for one environment and reads the JSON that it writes.
 * @param outdir the folder for the JSON; its other files, such as those of `terraform init`, are kept
 * @throws UnknownEnvironment if `main.ts` defines no such environment
 * @throws UserError with its output, if it fails
 */
export async function synthesize(
  environment: string,
  outdir: string,
  stop: AbortSignal,
  { isolated = true, warn = console.error, unprotected = false }: SynthesisOptions = {},
): Promise<SynthesizedStack> {
  const names = [environment, ...(unprotected ? ['--unprotected'] : [])];
  const stderr = await runMain(names, outdir, stop, isolated);
  if (!isolated && stderr.trim() !== '') warn(stderr.trimEnd());
  return loadSynthesizedStack(outdir, environment);
}

/**
 * Runs `main.ts` for all listed environments and the bootstrap.
 * @param options `folder` contains `main.ts`, by default the current folder; `isolated` as in `SynthesisOptions`, by default false
 * @returns the stacks by their names
 * @throws UserError with its output, if it fails
 */
export async function synthesizeAll(
  outdir: string,
  stop: AbortSignal,
  { folder, isolated = false }: { readonly folder?: string; readonly isolated?: boolean } = {},
): Promise<ReadonlyMap<string, SynthesizedStack>> {
  await runMain([], outdir, stop, isolated, folder);
  return loadSynthesizedStacks(outdir);
}

/** @returns its output on standard error */
async function runMain(
  names: readonly string[],
  outdir: string,
  stop: AbortSignal,
  isolated: boolean,
  folder?: string,
): Promise<string> {
  const own = { CDKTF_OUTDIR: outdir };
  const { exitCode, output, stderr } = await runProcess(process.execPath, ['--import', 'tsx', 'main.ts', ...names], {
    env: isolated ? childEnvironment(process.env, own) : { ...process.env, ...own },
    stop,
    ...(folder && { cwd: folder }),
  });
  if (exitCode === 0) return stderr;
  const printed = output.trim();
  if (/^There is no environment "/m.test(printed)) throw new UnknownEnvironment(printed);
  throw new UserError(syntaxErrors(printed).join('\n') || printed || `main.ts failed with exit code ${exitCode}.`);
}
