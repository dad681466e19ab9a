import type { Environment } from '../environment';
import { roomWarning } from '../hosts/task-room';
import { typeWarnings } from './instance-types';

/** Sentences about settings that can be built but are probably mistakes, with the change that each needs. */
export function environmentWarnings(environment: Environment): string[] {
  const { compute, scale, profiles } = environment;
  const room = compute.kind === 'ec2' ? roomWarning(compute, scale, profiles !== undefined) : null;
  return [...typeWarnings(environment), ...(room === null ? [] : [room])];
}
