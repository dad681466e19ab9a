import { spawn } from 'node:child_process';
import { UserError } from '../shared/user-error';

export interface GroupRun {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stop: AbortSignal;
}

/** How long the processes may take to end after a signal. */
const stopTimeoutMs = 5_000;

/**
 * Runs a program in a process group of its own, so that `stop` also ends the processes that it started: npm does not pass a signal
 * on to them.
 * @returns what it printed, after all processes of the group that print have ended
 * @throws UserError with what it printed, if it fails; the signal's reason, if it was told to stop
 */
export async function runInGroup(command: readonly [string, ...string[]], run: GroupRun): Promise<string> {
  run.stop.throwIfAborted();
  const [program, ...args] = command;
  const child = spawn(program, args, {
    cwd: run.folder,
    env: run.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  let killTimer: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child.pid, 'SIGTERM');
    killTimer = setTimeout(() => killGroup(child.pid, 'SIGKILL'), stopTimeoutMs);
  };
  run.stop.addEventListener('abort', end);
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject).on('close', resolve);
    });
    run.stop.throwIfAborted();
    const printed = output.join('').trim();
    if (exitCode !== 0) throw new UserError(printed || `${command.join(' ')} failed with exit code ${exitCode}.`);
    return printed;
  } finally {
    clearTimeout(killTimer);
    run.stop.removeEventListener('abort', end);
  }
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // It has just ended.
  }
}
