import { numberOf, type PricedResource, type PricedResources, refersTo } from '../resources/priced-resources';
import { assumptions } from './assumptions';
import type { Scenario } from './scenarios';
import { allTasks, fargateSpotTasks } from './tasks';

/**
 * Returns the number of hosts that an autoscaling group runs: enough for the network interfaces of all tasks, but
 * within the group's minimum and maximum. A group that ECS does not scale runs its desired capacity.
 */
export function hostsOf(group: PricedResource, stack: PricedResources, scenario: Scenario): number {
  const min = numberOf(group.values.min_size, 1);
  const max = numberOf(group.values.max_size, min);
  const desired = numberOf(group.values.desired_capacity, 0);
  if (desired > 0 && providersOf(group, stack).length === 0) return desired;
  const [, size = ''] = instanceTypeOf(group, stack).split('.');
  const perHost = assumptions.taskInterfaces[size];
  const services = stack.of('aws_ecs_service').filter((service) => runsOn(service, group, stack));
  const needed = perHost === undefined ? min : Math.ceil(allTasks(stack, scenario, services) / perHost);
  return Math.min(Math.max(min, needed), max);
}

/**
 * Whether a service runs on the hosts of an autoscaling group: either the service names the group's capacity provider, or this is the only
 * group in the stack.
 */
function runsOn(service: PricedResource, group: PricedResource, stack: PricedResources): boolean {
  if (fargateSpotTasks(service, 1) !== undefined) return false;
  const isNamed = providersOf(group, stack).some((provider) =>
    refersTo(service, 'capacity_provider_strategy', provider),
  );
  return isNamed || stack.of('aws_autoscaling_group').length === 1;
}

/** Returns the capacity providers with which ECS scales an autoscaling group. */
function providersOf(group: PricedResource, stack: PricedResources): readonly PricedResource[] {
  return stack
    .of('aws_ecs_capacity_provider')
    .filter((provider) => refersTo(provider, 'auto_scaling_group_provider', group));
}

/** Returns the instance type in the launch template of an autoscaling group, such as `t4g.small`; `unknown` if there is none. */
export function instanceTypeOf(group: PricedResource, stack: PricedResources): string {
  const [template] = stack.referenced(group, 'launch_template', 'aws_launch_template');
  return String(template?.values.instance_type ?? 'unknown');
}
