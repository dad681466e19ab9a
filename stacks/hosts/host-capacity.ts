import type { Ec2Compute } from '../settings/compute-settings';
import { maxTasks, type Scale } from '../settings/scale-settings';
import { type InstanceSize, instanceSize } from './instance-size';

/**
 * The share of its advertised memory that a host registers with ECS; the firmware and the kernel use the rest. The lowest and the highest
 * share were measured on instances of 1 GiB and more: 89 % (c5.large) and 97 % (t2.large). For example, `t4g.small` registers 1,851 of
 * 2,048 MiB.
 */
export const registeredMemory = { least: 0.89, most: 0.97 };

/** The number of ECS CPU units in one vCPU. */
export const cpuUnitsPerVcpu = 1024;

/** How many tasks one host can run, and the resource that limits this number. */
export interface HostCapacity {
  readonly tasks: number;
  readonly limit: 'CPU' | 'memory' | 'network interfaces';
}

/**
 * Returns how many tasks one host can run.
 * @param memoryShare the share of the advertised memory that the host registers, for example `registeredMemory.least`
 */
export function hostCapacity({ cpu, memoryMiB }: Ec2Compute, size: InstanceSize, memoryShare: number): HostCapacity {
  const interfaces = size.interfaces ?? Number.POSITIVE_INFINITY;
  const capacities = [
    { limit: 'CPU', tasks: Math.floor((size.vcpus * cpuUnitsPerVcpu) / cpu) },
    { limit: 'memory', tasks: Math.floor((size.memoryMiB * memoryShare) / memoryMiB) },
    // Each task uses one network interface, and the host itself uses another one.
    { limit: 'network interfaces', tasks: interfaces - 1 },
  ] as const;
  return capacities.reduce((least, other) => (other.tasks < least.tasks ? other : least));
}

/**
 * Returns the number of rounds in which a deployment replaces all tasks. A deployment needs more than one round if the hosts cannot run all
 * old and all new tasks together. Hosts of unknown size count as large enough.
 */
export function deploymentRounds(compute: Ec2Compute, scale: Scale): number {
  const size = instanceSize(compute.instanceType);
  if (size === undefined) return 1;
  const tasks = maxTasks(scale);
  const capacity = compute.hosts.max * hostCapacity(compute, size, registeredMemory.least).tasks;
  return Math.ceil(tasks / Math.max(1, capacity - tasks));
}
