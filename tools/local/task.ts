import { profilesVariables, variables } from '../../contract';
import type { SynthesizedResource, SynthesizedStack } from '../shared/synthesized-stack';
import { UserError } from '../shared/user-error';

/** What only AWS knows, and every local run tells otherwise. */
const replacedVariable: string = profilesVariables.databaseHost;

/** What one task of the service runs, as far as a local run needs it. */
export interface Task {
  /** The variables of the app's container. */
  readonly environment: Variables;
  /** What runs to its end, one after the other, before the app starts. */
  readonly before: readonly TaskStep[];
}

/** A container that the app's waits for. */
export interface TaskStep {
  readonly name: string;
  /** What its command runs, as in `app/migrate.ts`. */
  readonly file: string;
  readonly environment: Variables;
  /** The variables that ECS fills from secrets. */
  readonly secrets: readonly string[];
}

/** References are resolved, except those to the host of the database. */
export type Variables = Readonly<Record<string, string>>;

/** A container's definition. What stands at a key is what it should be, unless somebody has made a mistake. */
type Container = Readonly<Record<string, unknown>>;

/**
 * Reads the app's container, and those on whose success it depends, as the task definition carries them. The app's container
 * is the essential one that is told a table.
 * @throws UserError when no task definition, or more than one, has such a container, a variable's value is no text, or a
 * command before the app's is none that the app's folder holds
 */
export function readTask(stack: SynthesizedStack): Task {
  const synthesized = stack.resources('aws_ecs_task_definition');
  if (synthesized.length === 0) {
    throw new UserError('This stack has no app: nothing in it is an aws_ecs_task_definition. Start an environment.');
  }
  const definitions = synthesized.map((definition) => ({
    ...definition,
    containers: readContainers(stack, definition),
  }));
  const told = definitions.flatMap(({ containers = [] }) =>
    containers.filter(isApp).map((app) => ({ app, beside: containers })),
  );
  const [found, another] = told;
  if (!found || another) {
    const unread = definitions.filter(({ containers }) => containers === undefined).map(({ address }) => address);
    throw new UserError(
      `${told.length} essential containers of the synthesized task definitions have the variable ${variables.table}; the local run needs exactly one.` +
        (unread.length > 0 ? ` What ${unread.join(', ')} contains is known only after an apply.` : ''),
    );
  }
  const awaited = listOfObjects(found.app.dependsOn)
    .filter(({ condition }) => condition === 'SUCCESS')
    .map(({ containerName }) => containerName);
  return {
    environment: readEnvironment(stack, found.app),
    before: found.beside
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
  return essential === true && listOfObjects(environment).some(({ name }) => name === variables.table);
}

function readEnvironment(stack: SynthesizedStack, { environment }: Container): Variables {
  return Object.fromEntries(
    listOfObjects(environment)
      .map(({ name, value }) => [String(name), value] as const)
      .map(([name, value]) => {
        if (typeof value === 'string') return [name, name === replacedVariable ? value : stack.resolve(value)];
        throw new UserError(
          `The container's variable ${name} is ${JSON.stringify(value)}, and must be a text in quotes.`,
        );
      }),
  );
}

/** The source of what the image runs: `node migrate.js` is `app/migrate.ts`. */
function appFile({ name, command }: Container): string {
  const [program, script, ...rest] = Array.isArray(command) ? command.map(String) : [];
  const [, file] = script?.match(/^([\w-]+)\.js$/) ?? [];
  if (program === 'node' && file && rest.length === 0) return `app/${file}.ts`;
  throw new UserError(
    `The app waits for the container ${name}, whose command is ${JSON.stringify(command)}: a local run can do ["node", "<file>.js"] alone.`,
  );
}

/** undefined where the definitions are an expression. */
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
