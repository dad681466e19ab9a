import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { Process } from '../shared/process';
import { terraformProgram } from '../shared/terraform';
import { LineReader } from './line-reader';

export interface RunWithFilesProps {
  /** Where terraform runs. */
  readonly cwd: string;
  /** The environment of terraform. @default that of this process */
  readonly environment?: NodeJS.ProcessEnv | undefined;
  /** A folder that only this process uses. */
  readonly files: string;
  /** Interrupts terraform when it is aborted. Terraform then finishes what it has begun. */
  readonly stop: AbortSignal;
  /** Called with each line of standard output, shortly after it is written. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** How a command ended. The two streams are separate, because only standard output contains JSON. */
export interface Finished {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How often the output is read while terraform runs, in milliseconds. */
const readMs = 100;
let runs = 0;

/**
 * Runs a terraform command to its end. When `stop` is aborted, it gets one SIGINT; a second one would make it abandon
 * its work and its lock.
 *
 * Its output goes to files. If this process is killed, a pipe would break and end terraform at its next line: in the
 * middle of an apply, with a lock that remains and resources that the state does not contain. With a file, it completes
 * its work.
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
      // In a separate process group, because Ctrl-C in the terminal would be the second SIGINT.
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
