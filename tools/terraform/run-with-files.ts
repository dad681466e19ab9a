import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Process } from '../shared/process';
import { terraformProgram } from '../shared/terraform';
import { LineReader } from './line-reader';

export interface RunWithFilesProps {
  /** The folder in which terraform runs. */
  readonly cwd: string;
  /** The environment variables of terraform. @default those of this process */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** A folder that no other process uses, for the output of terraform. */
  readonly files: string;
  /** Aborting this signal interrupts terraform. Terraform then completes the changes that it has begun. */
  readonly stop: AbortSignal;
  /** Called with each line of standard output, at most 100 ms after terraform has written it. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** The result of a terraform command. The two streams are separate, because only standard output contains JSON. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The interval at which the output is read while terraform runs, in milliseconds. */
const readMs = 100;
let runs = 0;

/**
 * Runs a terraform command until it ends. When `stop` is aborted, terraform gets one SIGINT. A second SIGINT would make
 * terraform abandon its work and leave the state locked.
 *
 * The output of terraform goes to files, because terraform must survive if this process is killed. With a pipe,
 * terraform would end at the next line that it writes. In the middle of an apply, the state would then stay locked, and
 * would lack resources that were created.
 */
export async function runWithFiles(args: readonly string[], props: RunWithFilesProps): Promise<Finished> {
  const { cwd, environment = process.env, files, stop, onLine } = props;
  runs += 1;
  const paths = ['out', 'err'].map((name) => path.join(files, `${runs}.${name}`));
  const [stdout = 0, stderr = 0] = paths.map((file) => openSync(file, 'w+', 0o600));
  const reader = new LineReader(stdout, onLine ?? (() => undefined));
  const timer = onLine && setInterval(() => reader.read(), readMs);
  try {
    const { ended } = new Process(terraformProgram(), args, {
      cwd,
      env: { ...environment, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0' },
      // In a separate process group, terraform gets no second SIGINT from Ctrl-C in the terminal.
      detached: true,
      stdio: ['ignore', stdout, stderr],
      stop,
      finishes: true,
    });
    const { exitCode } = await ended;
    if (onLine) reader.read();
    const [out = '', err = ''] = paths.map((file) => readFileSync(file, 'utf8'));
    return { exitCode: exitCode ?? 1, stdout: out, stderr: err };
  } finally {
    clearInterval(timer);
    closeSync(stdout);
    closeSync(stderr);
    for (const file of paths) rmSync(file, { force: true });
  }
}
