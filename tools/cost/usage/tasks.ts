import {
  block,
  blocks,
  numberOf,
  type PricedResource,
  type PricedResources,
  refersTo,
} from '../resources/priced-resources';
import { type Scenario, traffic } from './scenarios';

/** Returns the number of tasks that a service runs in a scenario. */
export function tasksOf(service: PricedResource, stack: PricedResources, scenario: Scenario): number {
  if (scenario === 'parked') return 0;
  const { min, max } = taskLimits(service, stack);
  return Math.min(Math.max(min, tasksForRequests(service, stack, scenario)), max);
}

/** Returns the minimum and maximum number of tasks of a service. Without autoscaling, both are the desired count. */
export function taskLimits(
  service: PricedResource,
  stack: PricedResources,
): { readonly min: number; readonly max: number } {
  const target = scalingTarget(service, stack);
  const desired = numberOf(service.values.desired_count, 1);
  return {
    min: numberOf(target?.values.min_capacity, desired),
    max: numberOf(target?.values.max_capacity, desired),
  };
}

/** Returns the total number of tasks of several services in a scenario. @param services @default all services of the stack */
export function allTasks(
  stack: PricedResources,
  scenario: Scenario,
  services: readonly PricedResource[] = stack.of('aws_ecs_service'),
): number {
  return services.reduce((sum, service) => sum + tasksOf(service, stack, scenario), 0);
}

/** Returns the task definition of a service; undefined if there is none. */
export function definitionOf(service: PricedResource, stack: PricedResources): PricedResource | undefined {
  return stack.referenced(service, 'task_definition', 'aws_ecs_task_definition')[0];
}

/** Returns the services to which visitors send requests: those with a port. A worker has no port. */
export function visitedServices(stack: PricedResources): readonly PricedResource[] {
  return stack.of('aws_ecs_service').filter((service) => {
    const definition = definitionOf(service, stack);
    return definition === undefined || /"containerPort"/.test(String(definition.values.container_definitions));
  });
}

/**
 * Returns the share of the traffic that a service gets, from 0 to 1. Services to which visitors send requests get equal
 * shares; a worker gets 0.
 */
export function trafficShare(service: PricedResource, stack: PricedResources): number {
  const visited = visitedServices(stack);
  return visited.includes(service) ? 1 / visited.length : 0;
}

/** Returns the resource that scales the tasks of a service; undefined without autoscaling. */
export function scalingTarget(service: PricedResource, stack: PricedResources): PricedResource | undefined {
  return stack
    .of('aws_appautoscaling_target')
    .find((target) => target.values.service_namespace === 'ecs' && scales(target, service));
}

function scales({ values, references }: PricedResource, service: PricedResource): boolean {
  const isNamed = String(values.resource_id).endsWith(`/${service.values.name}`);
  return isNamed || refersTo({ references }, 'resource_id', service);
}

/** Returns how many tasks a service needs, so that no task gets more requests per minute than the scaling policy's target. */
function tasksForRequests(service: PricedResource, stack: PricedResources, scenario: Scenario): number {
  const target = scalingTarget(service, stack);
  const limits = stack
    .of('aws_appautoscaling_policy')
    .filter((policy) => scales(policy, service) || (target !== undefined && refersTo(policy, 'resource_id', target)))
    .map((policy) => block(policy, 'target_tracking_scaling_policy_configuration'))
    .filter((values) => isRequestTarget({ values }))
    .map(({ target_value: value }) => numberOf(value, Number.POSITIVE_INFINITY));
  const requestsPerMinute = traffic[scenario].requestsPerSecond * 60 * trafficShare(service, stack);
  return Math.ceil(requestsPerMinute / Math.min(...limits, Number.POSITIVE_INFINITY));
}

function isRequestTarget(configuration: Pick<PricedResource, 'values'>): boolean {
  return block(configuration, 'predefined_metric_specification').predefined_metric_type === 'ALBRequestCountPerTarget';
}

/** Returns how many of a service's tasks run on Fargate Spot, on average; undefined if the service does not run on Fargate. */
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
