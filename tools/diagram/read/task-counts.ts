import type { GraphResource, StackGraph } from './stack-graph';

/** The minimum and maximum number of tasks or hosts. NaN means that the number is known only after an apply. */
export type Limits = readonly [min: number, max: number];

export function taskLimits(graph: StackGraph, { block, address }: GraphResource): Limits {
  const target = graph.of('aws_appautoscaling_target').find((one) => graph.referencesIn(one.block).includes(address));
  const desired = block.desired_count ?? 1;
  return [
    numberOf(graph, target?.block.min_capacity ?? desired),
    numberOf(graph, target?.block.max_capacity ?? desired),
  ];
}

export function limitsOf(graph: StackGraph, { block }: GraphResource): Limits {
  return [numberOf(graph, block.min_size), numberOf(graph, block.max_size)];
}

function numberOf(graph: StackGraph, value: unknown): number {
  const text = graph.text(value);
  return text === '' ? Number.NaN : Number(text);
}

/**
 * Returns how many tasks or hosts are in each frame if ECS spreads them evenly, such as `1 to 2 tasks`. Returns an
 * empty string if the number is unknown.
 */
export function countIn([min, max]: Limits, frames: number, noun: string): string {
  const [least, most] = [Math.floor(min / frames), Math.ceil(max / frames)];
  if (Number.isNaN(least) || Number.isNaN(most)) return '';
  const nouns = most === 1 ? noun : `${noun}s`;
  if (least === most) return `${most} ${nouns}`;
  return `${least} ${most - least === 1 ? 'or' : 'to'} ${most} ${nouns}`;
}
