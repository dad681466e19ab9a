import { constants } from 'node:os';
import { syntaxErrors } from './syntax-errors';
import { Interrupted, UserError } from './user-error';

/**
 * Runs the work of a command, and sets the exit code of the process.
 * `stop` is aborted by SIGINT, SIGTERM or SIGHUP, when the output is closed, and when the shell that npm has started
 * ends. The process exits when the work has ended.
 *
 * Exit codes:
 * - without an error, 0 or the code that the work has set
 * - after an error, 1. The error is printed; for a UserError, only its message; for a syntax error, only its location
 * - after a signal, 128 plus the number of the signal, as in a shell. Only the message of an Interrupted is printed
 */
export function runCommand(work: (stop: AbortSignal) => Promise<void>): void {
  // Without this variable, the AWS SDK prints at every start how long it will support this version of Node.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const stop = listenForStop();
  // `work` may also throw before it returns a promise, for example for wrong arguments.
  const run = async () => work(stop);
  run()
    .catch((error: unknown) => {
      process.exitCode = 1;
      if (!stop.aborted || error instanceof Interrupted)
        console.error(error instanceof UserError ? error.message : syntaxErrors(String(error)).join('\n') || error);
    })
    .finally(() => {
      if (stop.aborted) process.exitCode = 128 + constants.signals[stop.reason as NodeJS.Signals];
    });
}

/**
 * Creates the AbortSignal that a command gets as `stop`.
 * @returns an AbortSignal; when it is aborted, its reason is the name of a process signal, such as `SIGINT`
 */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  // A closed output also stops the command: `npm start | head` closes the pipe, and a terminal may be closed before its
  // SIGHUP arrives.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('SIGPIPE'));
  // npm sends SIGTERM only to its shell. The shell then ends, but not this process.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === shell || stop.abort('SIGTERM'), 200).unref();
  }
  return stop.signal;
}
