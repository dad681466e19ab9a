import { constants } from 'node:os';
import { syntaxErrors } from './syntax-errors';
import { Interrupted, UserError } from './user-error';

/**
 * Runs the work of a command. `stop` is aborted by a signal, by a closed output, and when npm's shell ends; the process then ends as soon
 * as the work has ended.
 *
 * Exit codes: 0, or the one that the work has set; 1 after an error, which is printed (only the message of a UserError, only the
 * place of a syntax error); after a signal 128 plus its number, as in a shell, and only the message of an Interrupted is printed.
 */
export function runCommand(work: (stop: AbortSignal) => Promise<void>): void {
  // Otherwise the AWS SDK prints at every start how long it supports this version of Node.
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

/** @returns a signal whose reason is the name of the process signal that aborted it */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(signal));
  // A terminal may be closed before its SIGHUP arrives, and `npm start | head` closes a pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('SIGPIPE'));
  // npm sends SIGTERM only to its shell, and the shell ends without ending this process.
  const shell = process.ppid;
  if (process.env.npm_lifecycle_event) {
    setInterval(() => process.ppid === shell || stop.abort('SIGTERM'), 200).unref();
  }
  return stop.signal;
}
