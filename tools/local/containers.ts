import { variables } from '../../contract';
import type { SynthesizedResource, SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** A container definition. Its values may have any type, because they have not been validated. */
export type Container = Readonly<Record<string, unknown>>;

/** The app's container, and all containers of the same task definition. */
export interface AppContainer {
  readonly app: Container;
  readonly containers: readonly Container[];
}

/**
 * Finds the app's container: the essential one that has a variable for the port or for the table.
 * @throws UserError if there is not exactly one such container
 */
export function findAppContainer(stack: SynthesizedStack): AppContainer {
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
  if (found && !another) return found;
  const unread = definitions.filter(({ containers }) => containers === undefined).map(({ address }) => address);
  throw new UserError(
    `${apps.length} essential containers of the synthesized task definitions have the variable ${variables.port} or ${variables.table}, but a local run needs exactly one. Set these variables only in the app's container.` +
      (unread.length > 0 ? ` The containers of ${unread.join(', ')} are known only after an apply.` : ''),
  );
}

/** Returns the containers whose success the app's container waits for. */
export function awaitedContainers({ app, containers }: AppContainer): readonly Container[] {
  const awaited = listOfObjects(app.dependsOn)
    .filter(({ condition }) => condition === 'SUCCESS')
    .map(({ containerName }) => containerName);
  return containers.filter(({ name }) => awaited.includes(name));
}

/** Returns the objects in a list; an empty list if the value is not a list. */
export function listOfObjects(value: unknown): readonly Container[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'object' && item !== null) : [];
}

function isApp({ essential = true, environment }: Container): boolean {
  const isOwn = (name: unknown) => name === variables.port || name === variables.table;
  return essential === true && listOfObjects(environment).some(({ name }) => isOwn(name));
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
