import type { Environment } from '../environment';
import { hostCapacityWarning } from './host-capacity-checks';
import { instanceTypeWarnings } from './instance-types';

/** Sentences about settings that can be built but are probably mistakes, with the change that each needs. */
export function environmentWarnings(environment: Environment): string[] {
  const { compute, scale, profiles } = environment;
  const room = compute.kind === 'ec2' ? hostCapacityWarning(compute, scale, profiles !== undefined) : null;
  return [...instanceTypeWarnings(environment), ...(room === null ? [] : [room])];
}
