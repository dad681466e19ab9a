import { variables } from '../../contract';
import { childEnvironment } from '../shared/child-environment';
import { requirePort } from '../shared/free-port';
import { ownContainer } from '../shared/own-container';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { synthesizeTemporarily } from '../shared/temporary-synthesis';
import { UserError } from '../shared/user-error';
import { announcement, shortAnnouncement } from './announcement';
import { createLogFormatter } from './app-log';
import { assertDataFolders } from './data-folder';
import { hostOf, loopbackAddress } from './local-address';
import { type LocalProgram, programOf, startApp } from './local-app';
import type { LocalRunOptions } from './local-command';
import { LocalPort } from './local-port';
import { parseLocalSettings, readSettingsSource, type SettingsSource } from './local-settings';
import { type RunnableTask, serve, serveChangingCode } from './serve';
import { queueLines } from './stores/emulated-resources';
import { assertUsable } from './stores/local-dynamodb';
import { type LocalStores, openStores } from './stores/local-stores';
import { readTask, type Variables } from './task';
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
    const task = await Promise.race([prepareTask(run, stack, source, stores), stores.failed]);
    const port = new LocalPort(settings.port, task.port);
    const host = hostOf(settings.app.LISTEN_HOST);
    const format = createLogFormatter(process.stdout.isTTY);
    let announce = () => {
      console.log(announcement(run, port, { host, port: port.current }));
      announce = () => console.log(shortAnnouncement({ host, port: port.current }));
    };
    const app = {
      task,
      start: async (program: LocalProgram, environment: NodeJS.ProcessEnv) => {
        const number = await port.choose();
        const variablesOfApp = { ...environment, [variables.port]: String(number) };
        return startApp(program, { host, port: number }, variablesOfApp, (line) => console.log(format(line)));
      },
      announce: () => announce(),
    };
    const end = Promise.race([stopped, stores.failed]);
    end.catch(() => {});
    const readChangedTask = async () => prepareTask(run, await synthesizeStack(), source, stores);
    if (run.watch) await serveChangingCode({ ...app, readTask: readChangedTask }, end);
    await port.retry(() => serve(app, end));
  } finally {
    await stores.close();
  }
}

/** Creates the stores to which the synthesized task refers. Returns the task with its variables adapted to this machine. */
async function prepareTask(
  run: LocalRunOptions,
  stack: SynthesizedStack,
  source: SettingsSource,
  stores: LocalStores,
): Promise<RunnableTask & { readonly port?: number }> {
  const { environment, own, unknown, references, initContainers } = readTask(stack);
  const settings = parseLocalSettings(source, own);
  const data = await stores.prepare(stack, environment);
  const needed = Object.entries(references).filter(([name]) => settings.own[name] === undefined);
  const added = await stores.prepareAdded(stack, environment, Object.fromEntries(needed));
  const missing = unknown.filter((name) => settings.own[name] === undefined && added[name] === undefined);
  for (const line of [
    queueLines(added),
    settings.ignored ?? [],
    missing.map((name) => missingValue(name, run.environment)),
  ].flat()) {
    console.log(line);
  }
  const local: Variables = {
    // On this machine, there is no proxy in front of the app, even if there is one in AWS.
    [variables.trustedProxies]: '0',
    [variables.behindTls]: 'false',
    // An empty namespace turns off the metrics in the log, which only CloudWatch would read.
    [variables.metricsNamespace]: '',
    // Listens only on loopback, so that other machines in the network cannot reach the app.
    LISTEN_HOST: loopbackAddress,
    ...settings.app,
    [variables.drainSeconds]: '0',
    ...data.variables,
  };
  const withLocalValues = (own: Variables) => childEnvironment(process.env, { ...own, ...local });
  const containerPort = environment[variables.port];
  return {
    ...(containerPort !== undefined && { port: Number(containerPort) }),
    program: programIn(stack, run.environment),
    environment: withLocalValues({ ...environment, ...added, ...settings.own }),
    initContainers: initContainers.map(({ secrets, file, ...container }) => ({
      ...container,
      program: programOf(file),
      environment: withLocalValues({ ...container.environment, ...pick(data.secrets, secrets) }),
    })),
  };
}

/**
 * Returns the program that runs the app: the shipped app's program, or `localCommand` in the environment's file.
 * @throws UserError if the environment has a container of its own, but no `localCommand`
 */
function programIn(stack: SynthesizedStack, environment: string): LocalProgram {
  const own = ownContainer(stack);
  if (own === undefined) return programOf('app/server.ts');
  const { localCommand, healthPath } = own;
  if (localCommand.length > 0) return { command: localCommand, readyPath: healthPath };
  throw new UserError(
    `${environment} runs its own container (app.container), and npm start does not know how to run it on this machine. Add the command to environments/${environment}.ts, for example app: { container: { localCommand: ['node', 'app/server.js'] } }.`,
  );
}

function missingValue(name: string, environment: string): string {
  return `${name} in environments/${environment}.ts has a value only in AWS, so the app starts without this variable. To set a local value, add ${name}=… to .env.`;
}

function pick(values: Variables, names: readonly string[]): Variables {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name)));
}

/** Returns a promise that rejects with the reason of the signal when the signal is aborted. */
function rejectWhenAborted(signal: AbortSignal): Promise<never> {
  const aborted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return aborted;
}
