import { variables } from '../../contract';
import { Refusal } from '../shared/refusal';
import type { SynthesizedStack } from '../shared/synthesized-stack';

interface Container {
  readonly name: string;
  readonly environment?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * The environment variables of the app's container, as the task definition carries them, references resolved. The app's
 * container is the one that is told a table.
 * @throws Refusal when no task definition, or more than one, has such a container
 */
export function containerEnvironment(stack: SynthesizedStack): Readonly<Record<string, string>> {
  const containers = stack
    .resources('aws_ecs_task_definition')
    .flatMap((definition): Container[] => JSON.parse(String(definition.container_definitions)))
    .filter((container) => container.environment?.some(({ name }) => name === variables.table));
  const [container, another] = containers;
  if (!container || another) {
    throw new Refusal(
      `${containers.length} containers of the synthesized task definitions have the variable ${variables.table}; the local run needs exactly one.`,
    );
  }
  return Object.fromEntries((container.environment ?? []).map(({ name, value }) => [name, stack.resolve(value)]));
}
