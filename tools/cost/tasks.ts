import { assumptions } from './assumptions';
import { block, blocks, numberOf, type PricedResource, type PricedResources } from './priced-resources';
import { type Scenario, traffic } from './usage';

/** Returns the number of tasks of a service. */
export function tasksOf(service: PricedResource, stack: PricedResources, scenario: Scenario): number {
  if (scenario === 'parked') return 0;
  const { min, max } = taskLimits(service, stack);
  return Math.min(Math.max(min, tasksForRequests(stack, scenario)), max);
}

/** Returns the limits of autoscaling, or twice the fixed number. */
export function taskLimits(
  service: PricedResource,
  stack: PricedResources,
): { readonly min: number; readonly max: number } {
  const [target] = stack.of('aws_appautoscaling_target');
  const desired = numberOf(service.values.desired_count, 1);
  return {
    min: numberOf(target?.values.min_capacity, desired),
    max: numberOf(target?.values.max_capacity, desired),
  };
}

/** Returns the tasks of all services. */
export function allTasks(stack: PricedResources, scenario: Scenario): number {
  return stack.of('aws_ecs_service').reduce((sum, service) => sum + tasksOf(service, stack, scenario), 0);
}

/** Returns the tasks that keep each below its target of requests per minute. */
function tasksForRequests(stack: PricedResources, scenario: Scenario): number {
  const targets = stack
    .of('aws_appautoscaling_policy')
    .map((policy) => block(policy, 'target_tracking_scaling_policy_configuration'))
    .filter((values) => isRequestTarget({ values }))
    .map(({ target_value: value }) => numberOf(value, Number.POSITIVE_INFINITY));
  return Math.ceil((traffic[scenario].requestsPerSecond * 60) / Math.min(...targets, Number.POSITIVE_INFINITY));
}

function isRequestTarget(configuration: Pick<PricedResource, 'values'>): boolean {
  return block(configuration, 'predefined_metric_specification').predefined_metric_type === 'ALBRequestCountPerTarget';
}

/** Returns the hosts of an autoscaling group: as many as have network interfaces for all tasks. */
export function hostsOf(
  group: PricedResource,
  stack: PricedResources,
  instanceType: string,
  scenario: Scenario,
): number {
  const min = numberOf(group.values.min_size, 1);
  const max = numberOf(group.values.max_size, min);
  const perHost = assumptions.taskInterfaces[instanceType.split('.')[1] ?? ''];
  const needed = perHost === undefined ? min : Math.ceil(allTasks(stack, scenario) / perHost);
  return Math.min(Math.max(min, needed), max);
}

/** Returns the share of a service's tasks that run on Fargate Spot; undefined if it does not run on Fargate. */
export function fargateSpotTasks(service: PricedResource, tasks: number): number | undefined {
  const strategy = blocks(service, 'capacity_provider_strategy');
  if (strategy.length === 0) return service.values.launch_type === 'FARGATE' ? 0 : undefined;
  if (!strategy.every(({ capacity_provider: name }) => /^FARGATE(_SPOT)?$/.test(String(name)))) return undefined;
  const base = strategy.reduce((sum, one) => sum + numberOf(one.base, 0), 0);
  const weights = strategy.reduce((sum, one) => sum + numberOf(one.weight, 0), 0);
  const spot = strategy.find((one) => one.capacity_provider === 'FARGATE_SPOT');
  const beyondBase = Math.max(tasks - base, 0);
  return weights === 0 ? 0 : (beyondBase * numberOf(spot?.weight, 0)) / weights;
}
