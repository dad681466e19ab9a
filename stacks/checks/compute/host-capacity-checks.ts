import type { Environment } from '../../environment';
import { cpuUnitsPerVcpu, deploymentRounds, hostCapacity, registeredMemory } from '../../hosts/host-capacity';
import { instanceSize } from '../../hosts/instance-size';
import { deploymentMinutes } from '../../service/deployment-time';
import type { Ec2Compute } from '../../settings/compute-settings';
import { maxTasks, type Scale } from '../../settings/scale-settings';
import type { SettingsProblem } from '../settings-problem';

/**
 * Returns a problem if a host is too small for one task, or if the hosts together lack capacity for a deployment. A deployment needs
 * capacity for one task more than the maximum, because all old tasks run until the first new task is healthy.
 */
export function hostCapacityProblems(compute: Ec2Compute, scale: Scale): SettingsProblem[] {
  const size = instanceSize(compute.instanceType);
  if (size === undefined) return [];
  const { instanceType, cpu, memoryMiB, hosts } = compute;
  const cpuUnits = size.vcpus * cpuUnitsPerVcpu;
  const larger = 'Use a smaller value, or choose a larger compute.instanceType.';
  if (cpu > cpuUnits) {
    return [
      {
        field: 'compute.cpu',
        value: cpu,
        remedy: `A host of type ${instanceType} has ${cpuUnits} CPU units. ${larger}`,
      },
    ];
  }
  if (memoryMiB > size.memoryMiB * registeredMemory.most) {
    const usable = Math.floor(size.memoryMiB * registeredMemory.least);
    const remedy = `A host of type ${instanceType} has ${size.memoryMiB} MiB of memory; tasks can use about ${usable}. ${larger}`;
    return [{ field: 'compute.memoryMiB', value: memoryMiB, remedy }];
  }
  const { tasks, limit } = hostCapacity(compute, size, registeredMemory.most);
  const needed = maxTasks(scale) + 1;
  if (hosts.max * tasks >= needed) return [];
  const remedy = `${capacityOf(compute, tasks, limit)}, but a deployment needs capacity for ${needed} (${needed - 1} running and one new) and would time out. ${advice(needed, tasks)}`;
  return [{ field: 'compute.hosts.max', value: hosts.max, remedy }];
}

/**
 * Returns a warning if the hosts lack capacity for twice the maximum number of tasks, or if their size is unknown. Without that capacity, a
 * deployment takes several rounds or times out.
 * @returns the warning and the change to make; null if the hosts have enough capacity
 */
export function hostCapacityWarning(
  compute: Ec2Compute,
  { scale, profiles }: Pick<Environment, 'scale' | 'profiles'>,
): string | null {
  const { instanceType, hosts } = compute;
  const size = instanceSize(instanceType);
  if (size === undefined) {
    return `The size of ${instanceType} is unknown, so the synth cannot check whether ${hosts.max} hosts have enough CPU, memory and network interfaces for a deployment. Compare their size (aws ec2 describe-instance-types prints it) with your tasks: a deployment runs up to twice the usual number of tasks, and each task needs one network interface.`;
  }
  const { tasks, limit } = hostCapacity(compute, size, registeredMemory.least);
  const needed = 2 * maxTasks(scale);
  const free = hosts.max * tasks - maxTasks(scale);
  if (free >= maxTasks(scale)) return null;
  const minutes = deploymentMinutes(deploymentRounds(compute, scale), profiles !== undefined);
  const consequence =
    free > 0
      ? `The deployment starts the tasks ${free} at a time and takes up to ${minutes} minutes`
      : 'The deployment may wait for capacity until it times out';
  return `${capacityOf(compute, tasks, limit)}, but a deployment runs up to ${needed} tasks. ${consequence}. ${advice(needed, tasks)}`;
}

function capacityOf({ instanceType, hosts }: Ec2Compute, tasksPerHost: number, limit: string): string {
  return `${hosts.max} hosts of ${instanceType} have enough ${limit} for ${hosts.max * tasksPerHost} tasks`;
}

/** Returns the change to make: more hosts, or a larger instance type. It suggests more hosts only up to 100. */
function advice(tasks: number, tasksPerHost: number): string {
  const hosts = Math.ceil(tasks / tasksPerHost);
  const larger = 'choose a larger compute.instanceType.';
  return hosts <= 100 ? `Raise compute.hosts.max to ${hosts}, or ${larger}` : `C${larger.slice(1)}`;
}
