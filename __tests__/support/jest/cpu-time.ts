/** How often `leastCpuTimes` runs each work. */
const runs = 5;

/**
 * Returns the CPU times of two works, in microseconds. Only their ratio means something, because the times depend on the machine. Each time
 * is the minimum of several runs, which contains the least garbage collection and compilation.
 */
export async function leastCpuTimes(
  one: () => unknown,
  other: () => unknown,
): Promise<readonly [one: number, other: number]> {
  const times: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let run = 0; run < runs; run += 1) {
    times[0] = Math.min(times[0], await cpuTimeOf(one));
    times[1] = Math.min(times[1], await cpuTimeOf(other));
  }
  return times;
}

async function cpuTimeOf(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}
