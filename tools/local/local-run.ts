import { variables } from '../../contract';
import { childEnvironment } from '../shared/child-environment';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { announcement, shortAnnouncement } from './announcement';
import { createLogFormat } from './app-log';
import { assertDataFolders } from './data-folder';
import { hostOf, loopbackAddress } from './local-address';
import { startApp } from './local-app';
import type { LocalFolders } from './local-command';
import { assertUsable } from './local-dynamodb';
import { LocalPort } from './local-port';
import { type LocalSettings, loadLocalSettings } from './local-settings';
import { type LocalStores, openStores } from './local-stores';
import { strictPort } from './port';
import { step } from './progress';
import { readStack } from './read-stack';
import { type ServedTask, serve, serveChangingCode } from './serve';
import { readTask, type Variables } from './task';

export interface LocalRun {
  /** The name of a stack that `main.ts` defines. */
  readonly environment: string;
  readonly folders: LocalFolders;
  /** The command that runs the same and takes up every change, as a person types it. */
  readonly dev: string;
  /** Takes up every change of the code and of the stack, and waits for the next one where the app does not start. */
  readonly watch: boolean;
}

/**
 * Synthesizes, opens the stores, starts the app and serves until `stop` is aborted. Nothing is left running.
 * @throws UserError when a step fails or the app ends by itself
 */
export async function runLocally(run: LocalRun, stop: AbortSignal): Promise<void> {
  const stopped = rejectWhenAborted(stop);
  const settings = await loadLocalSettings('.env', process.env);
  // A PORT that is taken is reported before anything is done; which port is used is decided when the app starts.
  if (settings.port !== undefined) await strictPort(settings.port);
  await assertDataFolders(run.folders);
  await assertUsable(run.folders.dynamodb, run.folders.reset);
  if (settings.ignored !== undefined) console.log(settings.ignored);
  console.log(`Starting ${run.environment} on this machine; no AWS account is used.\n`);
  const readOwnStack = () => step(`Synthesize ${run.environment}`, () => readStack(run.environment, stop));
  const stack = await readOwnStack();
  const stores = await openStores(run.folders, stop);
  try {
    const port = new LocalPort(settings.port);
    const host = hostOf(settings.app.LISTEN_HOST);
    const format = createLogFormat(process.stdout.isTTY);
    let announce = () => {
      console.log(announcement(run, settings, { host, port: port.current }));
      announce = () => console.log(shortAnnouncement({ host, port: port.current }));
    };
    const app = {
      task: await Promise.race([prepareTask(stack, settings, stores), stores.failed]),
      start: async (file: string, environment: NodeJS.ProcessEnv) => {
        const number = await port.choose();
        const variablesOfApp = { ...environment, [variables.port]: String(number) };
        return startApp(file, { host, port: number }, variablesOfApp, (line) => console.log(format(line)));
      },
      announce: () => announce(),
    };
    const over = Promise.race([stopped, stores.failed]);
    over.catch(() => {});
    const readChangedTask = async () => prepareTask(await readOwnStack(), settings, stores);
    if (run.watch) await serveChangingCode({ ...app, readTask: readChangedTask }, over);
    await port.retry(() => serve(app, over));
  } finally {
    await stores.close();
  }
}

/** The synthesized task, with what differs where there is no AWS. What it is told to use is there. */
async function prepareTask(stack: SynthesizedStack, settings: LocalSettings, stores: LocalStores): Promise<ServedTask> {
  const { environment, before } = readTask(stack);
  const data = await stores.prepare(stack, environment);
  const local: Variables = {
    // Nothing stands before the app here, whatever does in AWS.
    [variables.trustedProxies]: '0',
    [variables.behindTls]: 'false',
    // Nobody makes metrics of a terminal's lines.
    [variables.metricsNamespace]: '',
    // Others in the same network have no business with it.
    LISTEN_HOST: loopbackAddress,
    ...settings.app,
    [variables.drainSeconds]: '0',
    ...data.variables,
  };
  const localized = (container: Variables) => childEnvironment(process.env, { ...container, ...local });
  return {
    environment: localized(environment),
    before: before.map(({ secrets, ...step }) => ({
      ...step,
      environment: localized({ ...step.environment, ...pick(data.secrets, secrets) }),
    })),
  };
}

function pick(values: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/** Rejects with the reason of the signal once that is aborted. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
