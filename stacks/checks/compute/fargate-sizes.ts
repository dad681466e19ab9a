import type { FargateCpu } from '../../settings/compute-settings';

const gib = 1024;

/**
 * The memory sizes, in MiB, that Fargate offers for each number of CPU units.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size
 */
export const fargateMemoryMiB: Readonly<Record<FargateCpu, readonly number[]>> = {
  256: [512, 1 * gib, 2 * gib],
  512: range(1 * gib, 4 * gib, 1 * gib),
  1024: range(2 * gib, 8 * gib, 1 * gib),
  2048: range(4 * gib, 16 * gib, 1 * gib),
  4096: range(8 * gib, 30 * gib, 1 * gib),
  8192: range(16 * gib, 60 * gib, 4 * gib),
  16384: range(32 * gib, 120 * gib, 8 * gib),
};

function range(first: number, last: number, step: number): readonly number[] {
  return Array.from({ length: (last - first) / step + 1 }, (_, index) => first + index * step);
}
