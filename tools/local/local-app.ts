import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { heapOptions, readyPath } from '../../contract';
import { Process } from '../shared/process';
import { UserError } from '../shared/user-error';
import { createAppErrors } from './app-errors';
import { type LocalAddress, loopbackAddress } from './local-address';
import { requestLoopback } from './loopback-request';
import { notReadyMessage, waitUntilReady } from './readiness';

/**
 * How long the app may take to stop, in milliseconds. A whole local run has two seconds to stop, and the database also
 * needs some of this time.
 */
const stopTimeoutMs = 1000;

/** How long the app may take to respond before it is requested again, in milliseconds. Between requests, the user can get a hint. */
const responseTimeoutMs = 5000;

/** The outcome of a process that has ended without an error. */
export const succeeded = 'exit code 0';

/** A process of the app: the server, or a container that runs before it. */
export interface LocalApp {
  /** Resolves with the outcome when the process has ended and its output has been read. Never rejects. */
  readonly ended: Promise<string>;
  /**
   * Resolves when the app can serve requests.
   * @throws UserError if the app ends before that, or is not ready after two minutes
   */
  ready(): Promise<void>;
  /**
   * Stops the app, and resolves when the process has ended. An app that is not ready yet is killed at once; any other
   * app has one second to finish its requests.
   */
  stop(): Promise<void>;
}

/** A program to start, and the path at which it returns 200 when it can serve requests. */
export interface LocalProgram {
  readonly command: readonly string[];
  readonly readyPath: string;
}

/**
 * Returns the program that runs a file of the shipped app.
 * @param file a TypeScript file, such as `app/server.ts`
 */
export function programOf(file: string): LocalProgram {
  const stopWithParent = pathToFileURL(path.join(__dirname, 'stop-with-parent.ts')).href;
  return {
    command: [process.execPath, ...heapOptions, '--import', 'tsx', '--import', stopWithParent, file],
    readyPath,
  };
}

/**
 * Starts a program of the app.
 * @param log receives each line of the app's standard output. The app's standard error is printed
 */
export function startApp(
  { command, readyPath }: LocalProgram,
  address: LocalAddress,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): LocalApp {
  const [program = '', ...args] = command;
  const app = new Process(program, args, {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A separate process group, so that Ctrl-C reaches only this process, not the app. This process then stops the app,
    // which can still finish its requests.
    detached: true,
    killAtExit: true,
    keepsOutput: false,
  });
  const { stdout, stderr } = app.child;
  if (stdout) createInterface({ input: stdout }).on('line', log);
  const errors = createAppErrors((text) => console.error(text));
  if (stderr) createInterface({ input: stderr }).on('line', errors.line).on('close', errors.end);
  const listenHost = environment.LISTEN_HOST ?? loopbackAddress;
  const conditions = { path: readyPath, port: address.port, listenHost };
  let isRunning = true;
  let isServing = false;
  const ended = app.ended
    .then(
      ({ exitCode, signal }) => signal ?? `exit code ${exitCode}`,
      (error: Error) => error.message,
    )
    .finally(() => {
      isRunning = false;
    });
  return {
    ended,
    ready: async () => {
      isServing = await waitUntilReady(
        conditions,
        () => statusOf(address, readyPath),
        () => isRunning,
      );
      if (isServing) return;
      throw new UserError(
        isRunning
          ? notReadyMessage(conditions)
          : `The app ended before it was ready (${await ended}). Its output is above.`,
      );
    },
    stop: () => {
      // An app that was never ready has no requests to finish.
      if (!isServing) app.signal('SIGKILL');
      return app.stop(stopTimeoutMs);
    },
  };
}

async function statusOf(address: LocalAddress, path: string): Promise<number | undefined> {
  try {
    return (await requestLoopback({ ...address, path, timeoutMs: responseTimeoutMs })).status;
  } catch {
    return undefined;
  }
}
