import type { Problem } from '../checks/problem';
import type { Ec2Compute, Scale } from '../environment';
import { deploymentMinutes } from '../service/deployment-time';
import { mostTasks } from '../service/most-tasks';
import { type InstanceSize, instanceSize } from './instance-size';

/**
 * The share of its advertised memory that a host registers with ECS; firmware and kernel keep the rest. Measured on instances of
 * 1 GiB and more: 89 % (c5.large) to 97 % (t2.large). `t4g.small` registers 1,851 of 2,048 MiB.
 */
const registeredShare = { least: 0.89, most: 0.97 };

const cpuUnitsPerVcpu = 1024;

/**
 * Finds hosts that cannot hold one task or, at the most tasks of the scale, one more. Without room for one more a deployment
 * cannot start its first task, because all old ones stay until a new one is healthy.
 */
export function roomProblems(compute: Ec2Compute, scale: Scale): Problem[] {
  const size = instanceSize(compute.instanceType);
  if (size === undefined) return [];
  const { instanceType, cpu, memoryMiB, hosts } = compute;
  const cpuUnits = size.vcpus * cpuUnitsPerVcpu;
  const larger = 'Use less, or choose a larger compute.instanceType.';
  if (cpu > cpuUnits) {
    return [{ field: 'compute.cpu', value: cpu, remedy: `A host of ${instanceType} has ${cpuUnits}. ${larger}` }];
  }
  if (memoryMiB > size.memoryMiB * registeredShare.most) {
    const usable = Math.floor(size.memoryMiB * registeredShare.least);
    const remedy = `A host of ${instanceType} has ${size.memoryMiB} MiB; tasks can use about ${usable}. ${larger}`;
    return [{ field: 'compute.memoryMiB', value: memoryMiB, remedy }];
  }
  const { perHost, limit } = tasksPerHost(compute, size, registeredShare.most);
  const needed = mostTasks(scale) + 1;
  if (hosts.max * perHost >= needed) return [];
  const remedy = `${roomOf(compute, perHost, limit)}, and a deployment needs ${needed} (${needed - 1} running and a new one): it would time out. ${moreRoom(needed, perHost)}`;
  return [{ field: 'compute.hosts.max', value: hosts.max, remedy }];
}

/**
 * Warns of hosts that cannot hold twice the most tasks, which deploy a few at a time, and of hosts whose size is not known.
 * @returns a sentence that says what to change, or null
 */
export function roomWarning(compute: Ec2Compute, scale: Scale, hasProfiles: boolean): string | null {
  const { instanceType, hosts } = compute;
  const size = instanceSize(instanceType);
  if (size === undefined) {
    return `The size of ${instanceType} is not known here, so it was not checked whether ${hosts.max} hosts have the CPU, the memory and the network interfaces for a deployment. aws ec2 describe-instance-types has the numbers: a deployment has up to twice as many tasks as run, and each takes one network interface of its host.`;
  }
  const { perHost, limit } = tasksPerHost(compute, size, registeredShare.least);
  const needed = 2 * mostTasks(scale);
  const free = hosts.max * perHost - mostTasks(scale);
  if (free >= mostTasks(scale)) return null;
  const minutes = deploymentMinutes(deploymentRounds(compute, scale), hasProfiles);
  const consequence =
    free > 0 ? `it starts ${free} at a time and takes up to ${minutes} minutes` : 'it may wait until it fails';
  return `${roomOf(compute, perHost, limit)}, and a deployment has up to ${needed}: ${consequence}. ${moreRoom(needed, perHost)}`;
}

/**
 * In how many rounds a deployment replaces the most tasks, because hosts are full until old ones stop. Hosts whose size is not known
 * count as large enough.
 */
export function deploymentRounds(compute: Ec2Compute, scale: Scale): number {
  const size = instanceSize(compute.instanceType);
  if (size === undefined) return 1;
  const tasks = mostTasks(scale);
  const { perHost } = tasksPerHost(compute, size, registeredShare.least);
  return Math.ceil(tasks / Math.max(1, compute.hosts.max * perHost - tasks));
}

/** How many tasks a host holds, and of what it would need more to hold another. */
function tasksPerHost({ cpu, memoryMiB }: Ec2Compute, size: InstanceSize, share: number) {
  const room = {
    CPU: (size.vcpus * cpuUnitsPerVcpu) / cpu,
    memory: (size.memoryMiB * share) / memoryMiB,
    // One is the host's own.
    'network interfaces': size.interfaces === undefined ? Number.POSITIVE_INFINITY : size.interfaces - 1,
  };
  const perHost = Math.floor(Math.min(...Object.values(room)));
  const [limit = ''] = Object.entries(room).find(([, tasks]) => Math.floor(tasks) === perHost) ?? [];
  return { perHost, limit };
}

function roomOf({ instanceType, hosts }: Ec2Compute, perHost: number, limit: string): string {
  return `${hosts.max} hosts of ${instanceType} have ${limit} for ${hosts.max * perHost} tasks`;
}

/** An environment has at most a hundred hosts. */
function moreRoom(tasks: number, perHost: number): string {
  const hosts = Math.ceil(tasks / perHost);
  const larger = 'choose a larger compute.instanceType.';
  return hosts <= 100 ? `Raise compute.hosts.max to ${hosts}, or ${larger}` : `C${larger.slice(1)}`;
}
