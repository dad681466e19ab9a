import { variables } from '../../contract';
import { childEnvironment } from '../shared/child-environment';
import { ownContainer } from '../shared/own-container';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import { loopbackAddress } from './local-address';
import { type LocalProgram, programOf } from './local-program';
import { type LocalSettings, parseLocalSettings, type SettingsSource } from './local-settings';
import type { RunnableTask } from './serve';
import { queueLines } from './stores/emulated-resources';
import type { LocalStores } from './stores/local-stores';
import { readTask, type Variables } from './task';

export interface PrepareTaskProps {
  /** The name of the environment. */
  readonly environment: string;
  readonly stack: SynthesizedStack;
  readonly source: SettingsSource;
  readonly stores: LocalStores;
}

/** A task that can run on this machine. */
export interface PreparedTask extends RunnableTask {
  /** The port on which the app listens in its container; not set if the task definition names none. */
  readonly port?: number;
}

/** Creates the stores to which the synthesized task refers. Returns the task with its variables adapted to this machine. */
export async function prepareTask({
  environment: name,
  stack,
  source,
  stores,
}: PrepareTaskProps): Promise<PreparedTask> {
  const { environment, own, unknown, references, initContainers } = readTask(stack);
  const settings = parseLocalSettings(source, own);
  const data = await stores.prepare(stack, environment);
  const needed = Object.entries(references).filter(([variable]) => settings.own[variable] === undefined);
  const added = await stores.prepareAdded(stack, environment, Object.fromEntries(needed));
  const missing = unknown.filter((variable) => settings.own[variable] === undefined && added[variable] === undefined);
  for (const line of [
    queueLines(added),
    settings.ignored ?? [],
    missing.map((variable) => missingValue(variable, name)),
  ].flat()) {
    console.log(line);
  }
  const local = valuesOnThisMachine(settings, data.variables);
  const withLocalValues = (given: Variables) => childEnvironment(process.env, { ...given, ...local });
  const containerPort = environment[variables.port];
  return {
    ...(containerPort !== undefined && { port: Number(containerPort) }),
    program: programIn(stack, name),
    environment: withLocalValues({ ...environment, ...added, ...settings.own }),
    initContainers: initContainers.map(({ secrets, file, ...container }) => ({
      ...container,
      program: programOf(file),
      environment: withLocalValues({ ...container.environment, ...pick(data.secrets, secrets) }),
    })),
  };
}

/** Returns the variables that have other values on this machine than in AWS. */
function valuesOnThisMachine(settings: LocalSettings, ofStores: Variables): Variables {
  return {
    // On this machine, there is no proxy in front of the app, even if there is one in AWS.
    [variables.trustedProxies]: '0',
    [variables.behindTls]: 'false',
    // An empty namespace turns off the metrics in the log, which only CloudWatch would read.
    [variables.metricsNamespace]: '',
    // Listens only on loopback, so that other machines in the network cannot reach the app.
    LISTEN_HOST: loopbackAddress,
    ...settings.app,
    [variables.drainSeconds]: '0',
    ...ofStores,
  };
}

/**
 * Returns the program that runs the app: the shipped app or, for an environment with its own container, `localCommand`.
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
