import { spawn } from 'node:child_process';
import { childEnvironment } from './child-environment';
import { syntaxErrors } from './syntax-errors';
import { loadSynthesizedStack, type SynthesizedStack } from './synthesized-stack';
import { UserError } from './user-error';

export interface SynthesisOptions {
  /**
   * Whether `main.ts` meets nothing of the user's AWS set-up, and is heard only when it fails. Otherwise it has the whole
   * environment and its warnings are shown, as by `npm run synth`.
   * @default true
   */
  readonly isolated?: boolean;
}

/**
 * Runs `main.ts` for one environment and reads what it wrote.
 * @param outdir where the JSON goes; other files there, such as those of `terraform init`, are left alone
 * @throws UserError when `main.ts` fails, with all that it printed, or defines no such environment
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
    const said = output.join('').trim();
    throw new UserError(syntaxErrors(said).join('\n') || said || 'main.ts failed.');
  }
  return loadSynthesizedStack(outdir, environment);
}
