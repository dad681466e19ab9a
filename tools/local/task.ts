import { profilesVariables, variables } from '../../contract';
import type { SynthesizedResource, SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** The variable that contains the database's host. Only AWS knows the host, so every local run replaces this value. */
const replacedVariable: string = profilesVariables.databaseHost;

/**
 * Matches a reference to a resource that the environment's file adds. Even if the name of the resource is known, the
 * resource does not exist on this machine.
 */
const appResource = /^\$\{aws_\w+\.resources_/;

/**
 * Whether the app has profiles. If so, the stack sets the variable for the database's host to the address of an
 * `aws_db_instance`. Otherwise, the user's own container may use a variable of this name for something else.
 */
export function hasProfiles({ [profilesVariables.databaseHost]: host = '' }: Variables): boolean {
  return host.startsWith('${aws_db_instance.');
}

/** The properties of the service's task that a local run needs. */
export interface Task {
  /** The variables of the app's container, except those in `unknown`. */
  readonly environment: Variables;
  /** The names of the variables and secrets that the environment's file adds. */
  readonly own: readonly string[];
  /** The names in `own` whose values are secrets, or are known only after an apply. */
  readonly unknown: readonly string[];
  /**
   * The unresolved references to resources of the environment's file, by the name of the variable. All these names are
   * also in `unknown`.
   */
  readonly references: Variables;
  /** The containers that run to completion before the app starts, one after the other. */
  readonly initContainers: readonly InitContainer[];
}

/** A container whose success the app's container waits for. */
export interface InitContainer {
  readonly name: string;
  /** The TypeScript file that the container's command runs, such as `app/migrate.ts`. */
  readonly file: string;
  readonly environment: Variables;
  /** The names of the variables that ECS fills from secrets. */
  readonly secrets: readonly string[];
}

/** The values of environment variables by name. References are resolved, except the reference to the database's host. */
export type Variables = Readonly<Record<string, string>>;

/** A container definition. Its values may have any type, because this file validates them. */
type Container = Readonly<Record<string, unknown>>;

/**
 * Reads the app's container from the task definition, and the containers whose success the app waits for. The app's
 * container is the essential one that has a variable for the port or for the table.
 * @throws UserError if there is not exactly one such container, or if the value of a variable is not a string
 * @throws UserError if the command of another container does not run a file of the app
 */
export function readTask(stack: SynthesizedStack): Task {
  const synthesized = stack.resources('aws_ecs_task_definition');
  if (synthesized.length === 0) {
    throw new UserError(
      'This stack has no app, because it contains no aws_ecs_task_definition. Name an environment that runs the app, such as dev.',
    );
  }
  const definitions = synthesized.map((definition) => ({
    ...definition,
    containers: readContainers(stack, definition),
  }));
  const apps = definitions.flatMap(({ containers = [] }) =>
    containers.filter(isApp).map((app) => ({ app, containers })),
  );
  const [found, another] = apps;
  if (!found || another) {
    const unread = definitions.filter(({ containers }) => containers === undefined).map(({ address }) => address);
    throw new UserError(
      `${apps.length} essential containers of the synthesized task definitions have the variable ${variables.port} or ${variables.table}, but a local run needs exactly one. Set these variables only in the app's container.` +
        (unread.length > 0 ? ` The containers of ${unread.join(', ')} are known only after an apply.` : ''),
    );
  }
  const awaited = listOfObjects(found.app.dependsOn)
    .filter(({ condition }) => condition === 'SUCCESS')
    .map(({ containerName }) => containerName);
  const { environment: all = [], secrets = [] } = found.app;
  const host = listOfObjects(all).find(({ name }) => name === replacedVariable);
  const isProfiles = hasProfiles({ [replacedVariable]: String(host?.value) });
  const settings: readonly string[] = Object.values({ ...variables, ...(isProfiles ? profilesVariables : {}) });
  const own = listOfObjects(all).filter(({ name }) => !settings.includes(String(name)));
  const added = own.filter(({ value }) => appResource.test(String(value)));
  const unknown = own.filter(
    (variable) =>
      added.includes(variable) ||
      (typeof variable.value === 'string' && stack.resolveIfKnown(variable.value) === undefined),
  );
  const environment = listOfObjects(all).filter((variable) => !unknown.includes(variable));
  const secretNames = listOfObjects(secrets).map(({ name }) => String(name));
  const names = (variables: readonly Container[]) => [...variables.map(({ name }) => String(name)), ...secretNames];
  return {
    environment: readEnvironment(stack, { environment }),
    own: names(own),
    unknown: names(unknown),
    references: Object.fromEntries(added.map(({ name, value }) => [String(name), String(value)])),
    initContainers: found.containers
      .filter(({ name }) => awaited.includes(name))
      .map((container) => ({
        name: String(container.name),
        file: appFile(container),
        environment: readEnvironment(stack, container),
        secrets: listOfObjects(container.secrets).map(({ name }) => String(name)),
      })),
  };
}

function isApp({ essential = true, environment }: Container): boolean {
  const isOwn = (name: unknown) => name === variables.port || name === variables.table;
  return essential === true && listOfObjects(environment).some(({ name }) => isOwn(name));
}

function readEnvironment(stack: SynthesizedStack, { environment }: Container): Variables {
  return Object.fromEntries(
    listOfObjects(environment)
      .map(({ name, value }) => [String(name), value] as const)
      .map(([name, value]) => {
        if (typeof value === 'string') return [name, name === replacedVariable ? value : stack.resolve(value)];
        throw new UserError(`The container's variable ${name} is ${JSON.stringify(value)}, but must be a string.`);
      }),
  );
}

/** Returns the TypeScript file that a container's command runs: `app/migrate.ts` for `node migrate.js`. */
function appFile({ name, command }: Container): string {
  const [program, script, ...rest] = Array.isArray(command) ? command.map(String) : [];
  const [, file] = script?.match(/^([\w-]+)\.js$/) ?? [];
  if (program === 'node' && file && rest.length === 0) return `app/${file}.ts`;
  throw new UserError(
    `The app waits for the container ${name}, whose command is ${JSON.stringify(command)}. A local run supports only ["node", "<file>.js"].`,
  );
}

/** Reads the container definitions of a task definition. @returns undefined if they are an expression that only Terraform can evaluate */
function readContainers(stack: SynthesizedStack, { block }: SynthesizedResource): readonly Container[] | undefined {
  const text = block.container_definitions;
  return parseList(text) ?? parseList(stack.resolveIfKnown(text));
}

function parseList(text: unknown): readonly Container[] | undefined {
  try {
    const value: unknown = JSON.parse(String(text));
    return Array.isArray(value) ? listOfObjects(value) : undefined;
  } catch {
    return undefined;
  }
}

function listOfObjects(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}
