import { childEnvironment } from './child-environment';
import { loadSynthesizedStack, loadSynthesizedStacks } from './load-stacks';
import { runProcess } from './run-process';
import { syntaxErrors } from './syntax-errors';
import type { SynthesizedStack } from './synthesized-stack';
import { UnknownEnvironment, UserError } from './user-error';

export interface SynthesisOptions {
  /**
   * Whether `main.ts` runs without the user's AWS configuration.
   * If true, the output of `main.ts` is shown only when it fails. If false, `main.ts` gets all environment variables,
   * and `warn` receives its warnings.
   * @default true
   */
  readonly isolated?: boolean;
  /** Called with the warnings of `main.ts`, unless `isolated` is true. @default prints the warnings, as `npm run synth` does */
  readonly warn?: (warnings: string) => void;
  /** Whether the stack gets `removal: 'destroy'`, even if the environment's file sets another value. @default false */
  readonly unprotected?: boolean;
}

/**
 * Runs `main.ts` for one environment, and reads the JSON that it writes.
 * @param outdir the folder for the JSON. Other files in the folder, such as those of `terraform init`, are kept
 * @throws UnknownEnvironment if `main.ts` defines no such environment
 * @throws UserError with the output of `main.ts` if it fails
 */
export async function synthesize(
  environment: string,
  outdir: string,
  stop: AbortSignal,
  { isolated = true, warn = console.error, unprotected = false }: SynthesisOptions = {},
): Promise<SynthesizedStack> {
  const names = [environment, ...(unprotected ? ['--unprotected'] : [])];
  const stderr = await runMain({ names, outdir, stop, isolated });
  if (!isolated && stderr.trim() !== '') warn(stderr.trimEnd());
  return loadSynthesizedStack(outdir, environment);
}

/**
 * Runs `main.ts` for all environments in `environments/index.ts` and for the bootstrap.
 * @param options `folder` contains `main.ts` (default: the current folder); `isolated` as in `SynthesisOptions`, but
 * false by default
 * @returns the stacks by name
 * @throws UserError with the output of `main.ts` if it fails
 */
export async function synthesizeAll(
  outdir: string,
  stop: AbortSignal,
  { folder, isolated = false }: { readonly folder?: string; readonly isolated?: boolean } = {},
): Promise<ReadonlyMap<string, SynthesizedStack>> {
  await runMain({ names: [], outdir, stop, isolated, folder });
  return loadSynthesizedStacks(outdir);
}

interface MainRun {
  /** The arguments of `main.ts`. */
  readonly names: readonly string[];
  readonly outdir: string;
  readonly stop: AbortSignal;
  readonly isolated: boolean;
  /** The folder that contains `main.ts`. @default the current folder */
  readonly folder?: string | undefined;
}

/** Runs `main.ts`. @returns its output on standard error */
async function runMain({ names, outdir, stop, isolated, folder }: MainRun): Promise<string> {
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
