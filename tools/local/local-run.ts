import { variables } from '../../contract';
import { requirePort } from '../shared/free-port';
import { synthesizeTemporarily } from '../shared/temporary-synthesis';
import { announcement, shortAnnouncement } from './announcement';
import { createLogFormatter } from './app-log';
import { assertDataFolders } from './data-folder';
import { hostOf } from './local-address';
import { startApp } from './local-app';
import type { LocalRunOptions } from './local-command';
import { LocalPort } from './local-port';
import { parseLocalSettings, readSettingsSource } from './local-settings';
import { prepareTask } from './prepare-task';
import { type AppRunner, type RunnableTask, serve, serveChangingCode } from './serve';
import { assertUsable } from './stores/local-dynamodb';
import { openStores } from './stores/local-stores';
import { step } from './timed-step';

/**
 * Runs an environment on this machine until `stop` is aborted: synthesizes it, opens its stores, and starts the app. At
 * the end, no process keeps running.
 * @throws UserError if a step fails, or if the app ends by itself
 */
export async function runLocally(run: LocalRunOptions, stop: AbortSignal): Promise<void> {
  const stopped = rejectWhenAborted(stop);
  const source = await readSettingsSource('.env', process.env);
  const settings = parseLocalSettings(source);
  // Fails at once if the requested port is in use. Without this check, the run would fail only when the app starts.
  if (settings.port !== undefined) await requirePort(settings.port);
  await assertDataFolders(run.folders);
  await assertUsable(run.folders.dynamodb, run.folders.reset);
  console.log(`Starting ${run.environment} on this machine; no AWS account is used.\n`);
  const synthesizeStack = () =>
    step(`Synthesize ${run.environment}`, () => synthesizeTemporarily(run.environment, stop));
  const stack = await synthesizeStack();
  const stores = await openStores(run.folders, stop);
  try {
    const task = await Promise.race([
      prepareTask({ environment: run.environment, stack, source, stores }),
      stores.failed,
    ]);
    const port = new LocalPort(settings.port, task.port);
    const app = createRunner(run, task, { port, host: hostOf(settings.app.LISTEN_HOST) });
    const end = Promise.race([stopped, stores.failed]);
    end.catch(() => {});
    const readChangedTask = async () =>
      prepareTask({ environment: run.environment, stack: await synthesizeStack(), source, stores });
    if (run.watch) await serveChangingCode({ ...app, readTask: readChangedTask }, end);
    await port.retry(() => serve(app, end));
  } finally {
    await stores.close();
  }
}

/** Returns what `serve` needs to run a task. @param place the port, and the host at which this machine reaches the app */
function createRunner(
  run: LocalRunOptions,
  task: RunnableTask,
  { port, host }: { readonly port: LocalPort; readonly host: string },
): AppRunner {
  const format = createLogFormatter(process.stdout.isTTY);
  let isFirstStart = true;
  return {
    task,
    start: async (program, environment) => {
      const number = await port.choose();
      const variablesOfApp = { ...environment, [variables.port]: String(number) };
      const log = (line: string) => console.log(format(line));
      return startApp({ program, address: { host, port: number }, environment: variablesOfApp, log });
    },
    announce: () => {
      const address = { host, port: port.current };
      console.log(isFirstStart ? announcement(run, port, address) : shortAnnouncement(address));
      isFirstStart = false;
    },
  };
}

/** Returns a promise that rejects with the reason of the signal when the signal is aborted. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
