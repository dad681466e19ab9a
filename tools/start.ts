import { constants } from 'node:os';
import { createLocalCommand, readLocalArguments } from './local/local-command';
import { runLocally } from './local/local-run';
import { Refusal } from './refusal';

const command = createLocalCommand('npm start', 'Runs the app on this machine, with an embedded DynamoDB.')
  .option('--watch', 'starts the app again when its code changes', false)
  .parse();
const { watch } = command.opts<{ watch: boolean }>();

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stop.abort(signal));
}
// The terminal that was written to may be closed before its SIGHUP arrives, and `npm start | head` closes a pipe.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => stop.abort('SIGPIPE'));
// npm hands SIGTERM to its shell alone, which ends and leaves this process behind.
const shell = process.ppid;
if (process.env.npm_lifecycle_event) {
  setInterval(() => process.ppid === shell || stop.abort('SIGTERM'), 200).unref();
}

runLocally({ ...readLocalArguments(command), watch }, stop.signal).catch((error: unknown) => {
  if (stop.signal.aborted) {
    // What a shell says of a program that a signal ended.
    process.exit(128 + constants.signals[stop.signal.reason as NodeJS.Signals]);
  }
  console.error(error instanceof Refusal ? error.message : error);
  process.exit(1);
});
