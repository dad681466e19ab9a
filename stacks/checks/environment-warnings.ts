import type { Environment } from '../environment';
import { roomWarning } from '../hosts/task-room';
import { typeWarnings } from './instance-types';

/** What may be wrong in an environment, but can be built: each is a sentence that says what to change. */
export function environmentWarnings(environment: Environment): string[] {
  const { compute, scale, profiles } = environment;
  const room = compute.kind === 'ec2' ? roomWarning(compute, scale, profiles !== undefined) : null;
  return [...typeWarnings(environment), ...(room === null ? [] : [room])];
}
