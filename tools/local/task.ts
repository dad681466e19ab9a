import { profilesVariables, variables } from '../../contract';
import type { SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';
import { awaitedContainers, type Container, findAppContainer, listOfObjects } from './containers';

/** The variable that contains the database's host. Only AWS knows the host, so every local run replaces this value. */
const replacedVariable: string = profilesVariables.databaseHost;

/**
 * Matches a reference to a resource that the environment's file adds. Even if the name of the resource is known, the
 * resource does not exist on this machine.
 */
const appResource = /^\$\{aws_\w+\.resources_/;

/**
 * Whether the app has profiles. If so, the stack sets the variable for the database's host to the address of an
 * `aws_db_instance`. A different value does not count, because the user's own container may use a variable of this name
 * for something else.
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

/**
 * Reads the app's container from the task definition, and the containers whose success the app waits for.
 * @throws UserError if the app's container is not found, or if the value of a variable is not a string
 * @throws UserError if the command of another container does not run a file of the app
 */
export function readTask(stack: SynthesizedStack): Task {
  const found = findAppContainer(stack);
  const all = listOfObjects(found.app.environment);
  const secrets = namesOf(listOfObjects(found.app.secrets));
  const host = all.find(({ name }) => name === replacedVariable);
  const isProfiles = hasProfiles({ [replacedVariable]: String(host?.value) });
  const settings: readonly string[] = Object.values({ ...variables, ...(isProfiles ? profilesVariables : {}) });
  const own = all.filter(({ name }) => !settings.includes(String(name)));
  const added = own.filter(({ value }) => appResource.test(String(value)));
  const unknown = own.filter(
    (variable) =>
      added.includes(variable) ||
      (typeof variable.value === 'string' && stack.resolveIfKnown(variable.value) === undefined),
  );
  return {
    environment: readEnvironment(stack, { environment: all.filter((variable) => !unknown.includes(variable)) }),
    own: [...namesOf(own), ...secrets],
    unknown: [...namesOf(unknown), ...secrets],
    references: Object.fromEntries(added.map(({ name, value }) => [String(name), String(value)])),
    initContainers: awaitedContainers(found).map((container) => ({
      name: String(container.name),
      file: appFile(container),
      environment: readEnvironment(stack, container),
      secrets: namesOf(listOfObjects(container.secrets)),
    })),
  };
}

/** Returns the names of variables or secrets. */
function namesOf(named: readonly Container[]): readonly string[] {
  return named.map(({ name }) => String(name));
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
