import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { heapOptions, readyPath } from '../../contract';
import { Process } from '../shared/process';
import { UserError } from '../shared/user-error';
import { createAppErrors } from './app-errors';
import type { LocalAddress } from './local-address';
import { requestLoopback } from './loopback';

/** For an app that hangs. On a busy machine a start takes ten times as long as on a quiet one. */
const readyTimeoutMs = 120_000;
/** Leaves time for the database, and for a busy machine, within the two seconds that Ctrl-C may take. */
const stopTimeoutMs = 1000;

/** How a process ends that has done what it should. */
export const succeeded = 'exit code 0';

/** A process of the app: the server, or what runs before it. */
export interface LocalApp {
  /** How the process ended, once it has and its output is read. Never rejects. */
  readonly ended: Promise<string>;
  /**
   * Resolves when the app can serve.
   * @throws UserError when it ends before, or takes two minutes
   */
  ready(): Promise<void>;
  /** Resolves when the process is gone: within 1 s whatever it does, at once before it has been ready. */
  stop(): Promise<void>;
}

/**
 * Starts a file of the app.
 * @param file as in `app/server.ts`
 * @param log takes each line of the app's standard output; its standard error goes to the terminal
 */
export function startApp(
  file: string,
  address: LocalAddress,
  environment: NodeJS.ProcessEnv,
  log: (line: string) => void,
): LocalApp {
  const stopWithParent = pathToFileURL(path.join(__dirname, 'stop-with-parent.ts')).href;
  const app = new Process(process.execPath, [...heapOptions, '--import', 'tsx', '--import', stopWithParent, file], {
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C reaches only the tool. The tool then interrupts the app once and lets it finish its requests.
    detached: true,
    keepsOutput: false,
  });
  const { stdout, stderr } = app.child;
  if (stdout) createInterface({ input: stdout }).on('line', log);
  const errors = createAppErrors((text) => console.error(text));
  if (stderr) createInterface({ input: stderr }).on('line', errors.line).on('close', errors.end);
  let running = true;
  let serves = false;
  const ended = app.ended.then(({ exitCode, signal }) => {
    running = false;
    return signal ?? `exit code ${exitCode}`;
  });
  return {
    ended,
    ready: async () => {
      const deadline = Date.now() + readyTimeoutMs;
      while (running && Date.now() < deadline) {
        serves = await isReady(address);
        if (serves) return;
        await sleep(25);
      }
      throw new UserError(
        running
          ? `The app did not answer ${readyPath} with 200 within ${readyTimeoutMs / 1000} s.`
          : `The app ended before it was ready (${await ended}); its output is above.`,
      );
    },
    stop: () => {
      // An app that has not been ready has no requests to finish.
      if (!serves) app.signal('SIGKILL');
      return app.stop(stopTimeoutMs);
    },
  };
}

async function isReady(address: LocalAddress): Promise<boolean> {
  try {
    return (await requestLoopback({ ...address, path: readyPath })).status === 200;
  } catch {
    return false;
  }
}
