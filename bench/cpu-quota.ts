import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Cleanup } from './benchmark';

/** The period of the CPU quota, in microseconds. It is the kernel's default, and Fargate uses the same value. */
const periodUs = 100_000;

/**
 * Creates a Linux control group whose processes together may use at most this part of a core.
 * @param cores for example 0.25, which is the quota of a task with 256 CPU units
 * @returns the command that runs a program in the group: append the program and its arguments
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
      'This benchmark limits the CPU with a control group, which only root can create, and only on Linux.',
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
