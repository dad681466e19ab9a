import { Process, type ProcessOptions } from '../shared/process';

/** The signals that Ctrl-C, Ctrl-\ and Ctrl-Z cause. The terminal sends them to all programs that run in it, including this process. */
const keySignals = ['SIGINT', 'SIGQUIT', 'SIGTSTP'] as const;

/**
 * Runs a program on the terminal. While the program runs, this process ignores Ctrl-C. Only the program reacts to it:
 * psql, for example, cancels the current query. Without a terminal, the program's standard input stays open and empty,
 * because a session ends when its input is closed.
 * @returns the exit code of the program
 * @throws `stop.reason` if the program ended because `stop` was aborted
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
  /** Whether the program reads the standard input of this process. @default true if the standard input is a terminal */
  readonly forwardsInput?: boolean;
}

/**
 * Makes this process ignore signals from the keyboard, such as SIGINT after Ctrl-C.
 * @returns a function that restores the previous listeners
 */
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
