import { Process, type ProcessOptions } from '../shared/process';

/** Ctrl-C, Ctrl-\ and Ctrl-Z. The terminal sends these signals to all its programs. */
const keySignals = ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const;

/**
 * Runs a program that has the terminal to itself: Ctrl-C cancels a query in psql, or a command in a shell, and must not end this
 * process. Without a terminal, the program's standard input stays open and empty, because a session ends with its input.
 * @returns its exit code
 * @throws the reason of `stop` if that ended it
 */
export async function runInTerminal(
  program: string,
  args: readonly string[],
  { env, stop, forwardsInput = process.stdin.isTTY === true }: TerminalProgramOptions,
): Promise<number> {
  const restore = ignoreKeys();
  try {
    const running = new Process(program, args, {
      env,
      stop,
      stdio: [forwardsInput ? 'inherit' : 'pipe', 'inherit', 'inherit'],
      keepsInputOpen: !forwardsInput,
      keepsOutput: false,
    });
    return (await running.ended).exitCode ?? 1;
  } finally {
    restore();
  }
}

export interface TerminalProgramOptions extends Pick<ProcessOptions, 'env' | 'stop'> {
  /** Whether the program reads the standard input of this process. @default only from a terminal */
  readonly forwardsInput?: boolean;
}

/** Replaces the listeners for signals that keys send, such as SIGINT from Ctrl-C, with one that does nothing. @returns a function that restores them */
function ignoreKeys(): () => void {
  const ignore = () => undefined;
  const replaced = keySignals.map((signal) => {
    const listeners = process.listeners(signal);
    process.removeAllListeners(signal).on(signal, ignore);
    return { signal, listeners };
  });
  return () => {
    for (const { signal, listeners } of replaced) {
      process.removeListener(signal, ignore);
      for (const listener of listeners) process.on(signal, listener);
    }
  };
}
