import type { Environment } from '../environment';
import { hostCapacityWarning } from './compute/host-capacity-checks';
import { instanceTypeWarnings } from './compute/instance-type-lookup';
import { allowFromWarning } from './network/allow-from-checks';

/** Returns warnings about valid settings that are probably mistakes. Each warning names the change to make. */
export function environmentWarnings(environment: Environment): string[] {
  const { compute } = environment;
  const capacity = compute.kind === 'ec2' ? hostCapacityWarning(compute, environment) : null;
  return [...instanceTypeWarnings(environment), capacity, allowFromWarning(environment)].filter(
    (warning) => warning !== null,
  );
}
