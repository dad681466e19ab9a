import { variables } from '../../contract';
import { Refusal } from '../shared/refusal';
import type { SynthesizedResource, SynthesizedStack } from '../shared/synthesized-stack';

/** A container's variables by name, with what stands beside each: a text, unless somebody has made a mistake. */
type ContainerVariables = readonly (readonly [name: string, value: unknown])[];

/**
 * The environment variables of the app's container, as the task definition carries them, references resolved. The app's
 * container is the one that is told a table.
 * @throws Refusal when no task definition, or more than one, has such a container, or a value is no text
 */
export function containerEnvironment(stack: SynthesizedStack): Readonly<Record<string, string>> {
  const synthesized = stack.resources('aws_ecs_task_definition');
  if (synthesized.length === 0) {
    throw new Refusal('This stack has no app: nothing in it is an aws_ecs_task_definition. Start an environment.');
  }
  const definitions = synthesized.map((definition) => ({
    ...definition,
    containers: readContainers(stack, definition),
  }));
  const told = definitions
    .flatMap(({ containers = [] }) => containers)
    .filter((container) => container.some(([name]) => name === variables.table));
  const [container, another] = told;
  if (!container || another) {
    const unread = definitions.filter(({ containers }) => containers === undefined).map(({ address }) => address);
    throw new Refusal(
      `${told.length} containers of the synthesized task definitions have the variable ${variables.table}; the local run needs exactly one.` +
        (unread.length > 0 ? ` What ${unread.join(', ')} contains is known only after an apply.` : ''),
    );
  }
  return Object.fromEntries(
    container.map(([name, value]) => {
      if (typeof value === 'string') return [name, stack.resolve(value)];
      throw new Refusal(`The container's variable ${name} is ${JSON.stringify(value)}, and must be a text in quotes.`);
    }),
  );
}

/** undefined where the definitions are an expression. */
function readContainers(
  stack: SynthesizedStack,
  { block }: SynthesizedResource,
): readonly ContainerVariables[] | undefined {
  const text = block.container_definitions;
  const containers = parseList(text) ?? parseList(stack.resolveIfKnown(text));
  return containers?.map(({ environment }) =>
    listOfObjects(environment).map(({ name, value }) => [String(name), value] as const),
  );
}

function parseList(text: unknown): readonly Readonly<Record<string, unknown>>[] | undefined {
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
