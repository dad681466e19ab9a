import { type Ec2Compute, maxTasks, type Scale } from '../environment';
import { cpuUnitsPerVcpu, deploymentRounds, hostCapacity, registeredMemory } from '../hosts/host-capacity';
import { instanceSize } from '../hosts/instance-size';
import { deploymentMinutes } from '../service/deployment-time';
import type { SettingsProblem } from './settings-problem';

/**
 * Finds hosts that cannot hold one task, or not one task more than the maximum of the scale. Without room for one more, a
 * deployment cannot start its first task, because all old ones stay until a new one is healthy.
 */
export function hostCapacityProblems(compute: Ec2Compute, scale: Scale): SettingsProblem[] {
  const size = instanceSize(compute.instanceType);
  if (size === undefined) return [];
  const { instanceType, cpu, memoryMiB, hosts } = compute;
  const cpuUnits = size.vcpus * cpuUnitsPerVcpu;
  const larger = 'Use less, or choose a larger compute.instanceType.';
  if (cpu > cpuUnits) {
    return [{ field: 'compute.cpu', value: cpu, remedy: `A host of ${instanceType} has ${cpuUnits}. ${larger}` }];
  }
  if (memoryMiB > size.memoryMiB * registeredMemory.most) {
    const usable = Math.floor(size.memoryMiB * registeredMemory.least);
    const remedy = `A host of ${instanceType} has ${size.memoryMiB} MiB; tasks can use about ${usable}. ${larger}`;
    return [{ field: 'compute.memoryMiB', value: memoryMiB, remedy }];
  }
  const { tasks, limit } = hostCapacity(compute, size, registeredMemory.most);
  const needed = maxTasks(scale) + 1;
  if (hosts.max * tasks >= needed) return [];
  const remedy = `${capacityOf(compute, tasks, limit)}, and a deployment needs ${needed} (${needed - 1} running and a new one): it would time out. ${advice(needed, tasks)}`;
  return [{ field: 'compute.hosts.max', value: hosts.max, remedy }];
}

/**
 * Warns of hosts that cannot hold twice the maximum of tasks, so that a deployment takes several rounds, and of hosts of unknown size.
 * @returns a sentence that says what to change, or null
 */
export function hostCapacityWarning(compute: Ec2Compute, scale: Scale, hasProfiles: boolean): string | null {
  const { instanceType, hosts } = compute;
  const size = instanceSize(instanceType);
  if (size === undefined) {
    return `The size of ${instanceType} is not known here, so it was not checked whether ${hosts.max} hosts have the CPU, the memory and the network interfaces for a deployment. aws ec2 describe-instance-types has the numbers: a deployment has up to twice as many tasks as run, and each takes one network interface of its host.`;
  }
  const { tasks, limit } = hostCapacity(compute, size, registeredMemory.least);
  const needed = 2 * maxTasks(scale);
  const free = hosts.max * tasks - maxTasks(scale);
  if (free >= maxTasks(scale)) return null;
  const minutes = deploymentMinutes(deploymentRounds(compute, scale), hasProfiles);
  const consequence =
    free > 0 ? `it starts ${free} at a time and takes up to ${minutes} minutes` : 'it may wait until it fails';
  return `${capacityOf(compute, tasks, limit)}, and a deployment has up to ${needed}: ${consequence}. ${advice(needed, tasks)}`;
}

function capacityOf({ instanceType, hosts }: Ec2Compute, tasksPerHost: number, limit: string): string {
  return `${hosts.max} hosts of ${instanceType} have ${limit} for ${hosts.max * tasksPerHost} tasks`;
}

/** An environment has at most a hundred hosts. */
function advice(tasks: number, tasksPerHost: number): string {
  const hosts = Math.ceil(tasks / tasksPerHost);
  const larger = 'choose a larger compute.instanceType.';
  return hosts <= 100 ? `Raise compute.hosts.max to ${hosts}, or ${larger}` : `C${larger.slice(1)}`;
}
