import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cleanup } from './benchmark';

/** The period of the CPU quota, in microseconds. This is the kernel's default, and Fargate uses it too. */
const periodUs = 100_000;

/**
 * Creates a Linux control group that limits the total CPU time of its processes.
 * @param cores the limit, in CPU cores. For example, 0.25 is the quota of a task with 256 CPU units.
 * @returns the words of a command. Append a program and its arguments to run the program in the group
 * @throws Error if the current user is not allowed to create control groups
 */
export function createCpuQuota(cleanup: Cleanup, cores: number): readonly string[] {
  const quotaUs = periodUs * cores;
  const isVersion1 = existsSync('/sys/fs/cgroup/cpu/cgroup.procs');
  const group = path.join(isVersion1 ? '/sys/fs/cgroup/cpu' : '/sys/fs/cgroup', `bench-${process.pid}`);
  try {
    mkdirSync(group);
  } catch (cause) {
    throw new Error(
      'This benchmark limits the CPU with a Linux control group, but could not create one. Run the benchmark as root on Linux.',
      {
        cause,
      },
    );
  }
  cleanup.add(() => rmdirSync(group));
  if (isVersion1) writeFileSync(path.join(group, 'cpu.cfs_quota_us'), String(quotaUs));
  else writeFileSync(path.join(group, 'cpu.max'), `${quotaUs} ${periodUs}`);
  return ['sh', '-c', `echo $$ > ${group}/cgroup.procs && exec "$@"`, 'sh'];
}
