import type { Environment } from '../environment';
import { allowFromWarning } from './allow-from-checks';
import { hostCapacityWarning } from './host-capacity-checks';
import { instanceTypeWarnings } from './instance-type-lookup';

/** Returns warnings about valid settings that are probably mistakes. Each warning names the change to make. */
export function environmentWarnings(environment: Environment): string[] {
  const { compute } = environment;
  const capacity = compute.kind === 'ec2' ? hostCapacityWarning(compute, environment) : null;
  return [...instanceTypeWarnings(environment), capacity, allowFromWarning(environment)].filter(
    (warning) => warning !== null,
  );
}
