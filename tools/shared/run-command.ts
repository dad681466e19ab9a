import { constants } from 'node:os';
import { syntaxErrors } from './syntax-errors';
import { UserError } from './user-error';

/**
 * Runs what a command does. The command is told to stop by a signal, by a closed output and by the end of npm's shell;
 * it then ends when its work has.
 *
 * The exit code is 0, or what the work has set; 1 after an error, which is printed (of a UserError only the message, of a syntax error its place); and
 * 128 and the signal's number after a signal, as a shell has it.
 */
export function runCommand(work: (stop: AbortSignal) => Promise<void>): void {
  const stop = listenForStop();
  work(stop)
    .catch((error: unknown) => {
      process.exitCode = 1;
      if (!stop.aborted)
        console.error(error instanceof UserError ? error.message : syntaxErrors(String(error)).join('\n') || error);
    })
    .finally(() => {
      if (stop.aborted) process.exitCode = 128 + constants.signals[stop.reason as NodeJS.Signals];
    });
}

/** A signal that is aborted with the name of what ends the process. */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  // The terminal that was written to may be closed before its SIGHUP arrives, and `npm start | head` closes a pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('SIGPIPE'));
  // npm hands SIGTERM to its shell alone, which ends and leaves this process behind.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === shell || stop.abort('SIGTERM'), 200).unref();
  }
  return stop.signal;
}
