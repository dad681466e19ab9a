import { createInterface } from 'node:readline';
import { Process } from '../shared/process';
import { UserError } from '../shared/user-error';
import { createAppErrors } from './app-errors';
import { type LocalAddress, loopbackAddress } from './local-address';
import type { LocalProgram } from './local-program';
import { requestLoopback } from './loopback-request';
import { notReadyMessage, type ReadyConditions, waitUntilReady } from './readiness';

/**
 * How long the app may take to stop, in milliseconds. A whole local run has two seconds to stop, and the database also
 * needs some of this time.
 */
const stopTimeoutMs = 1000;

/** The timeout of each request that checks whether the app is ready, in milliseconds. Between requests, a hint may be printed. */
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

export interface StartAppProps {
  readonly program: LocalProgram;
  /** The address at which the app listens. */
  readonly address: LocalAddress;
  readonly environment: NodeJS.ProcessEnv;
  /** Receives each line of the app's standard output. The app's standard error is printed. */
  readonly log: (line: string) => void;
}

/** Starts a program of the app. */
export function startApp(props: StartAppProps): LocalApp {
  return new AppProcess(props);
}

class AppProcess implements LocalApp {
  readonly ended: Promise<string>;
  readonly #process: Process;
  readonly #address: LocalAddress;
  readonly #conditions: ReadyConditions;
  #isRunning = true;
  #isServing = false;

  constructor({ program, address, environment, log }: StartAppProps) {
    const [file = '', ...args] = program.command;
    this.#process = new Process(file, args, {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A separate process group, so that Ctrl-C reaches only this process, not the app. This process then stops the app,
      // which can still finish its requests.
      detached: true,
      killAtExit: true,
      keepsOutput: false,
    });
    const { stdout, stderr } = this.#process.child;
    if (stdout) createInterface({ input: stdout }).on('line', log);
    const errors = createAppErrors((text) => console.error(text));
    if (stderr) createInterface({ input: stderr }).on('line', errors.line).on('close', errors.end);
    this.#address = address;
    const listenHost = environment.LISTEN_HOST ?? loopbackAddress;
    this.#conditions = { path: program.readyPath, port: address.port, listenHost };
    this.ended = this.#process.ended
      .then(
        ({ exitCode, signal }) => signal ?? `exit code ${exitCode}`,
        (error: Error) => error.message,
      )
      .finally(() => {
        this.#isRunning = false;
      });
  }

  async ready(): Promise<void> {
    this.#isServing = await waitUntilReady(
      this.#conditions,
      () => statusOf(this.#address, this.#conditions.path),
      () => this.#isRunning,
    );
    if (this.#isServing) return;
    throw new UserError(
      this.#isRunning
        ? notReadyMessage(this.#conditions)
        : `The app ended before it was ready (${await this.ended}). Its output is above.`,
    );
  }

  stop(): Promise<void> {
    // An app that was never ready has no requests to finish.
    if (!this.#isServing) this.#process.signal('SIGKILL');
    return this.#process.stop(stopTimeoutMs);
  }
}

async function statusOf(address: LocalAddress, path: string): Promise<number | undefined> {
  try {
    return (await requestLoopback({ ...address, path, timeoutMs: responseTimeoutMs })).status;
  } catch {
    return undefined;
  }
}
