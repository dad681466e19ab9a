import type { Ec2Compute, Scale } from '../environment';
import { mostTasks } from '../service/most-tasks';

/**
 * Network interfaces of hosts by their size, as `aws ec2 describe-instance-types` has them; the larger sizes have more than a few
 * tasks need.
 */
const interfaces: Readonly<Record<string, number>> = {
  nano: 2,
  micro: 2,
  small: 3,
  medium: 3,
  large: 3,
  xlarge: 4,
  '2xlarge': 4,
};

/**
 * Whether the hosts have an interface for each task of a deployment, in which there are twice as many: one that has none waits for
 * it until the deployment fails.
 * @returns a sentence that says what to change, or null where there is room or the size is not known
 */
export function complaintAboutRoom({ instanceType, hosts }: Ec2Compute, scale: Scale): string | null {
  const [family = '', size = ''] = instanceType.split('.');
  const ofHost = size === 'medium' && !family.startsWith('t') ? 2 : interfaces[size];
  if (ofHost === undefined) return null;
  // One is the host's own.
  const perHost = ofHost - 1;
  const room = hosts.max * perHost;
  const needed = 2 * mostTasks(scale);
  if (room >= needed) return null;
  return `${hosts.max} hosts of ${instanceType} have network interfaces for ${room} tasks, and a deployment needs ${needed}: it would wait for the others until it fails. Raise compute.hosts.max to ${Math.ceil(needed / perHost)}, or choose a larger compute.instanceType.`;
}
