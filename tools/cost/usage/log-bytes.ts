import { type PricedResource, type PricedResources, refersTo } from '../resources/priced-resources';
import { assumptions, gigabyte } from './assumptions';
import { type Scenario, traffic } from './scenarios';
import { allTasks, definitionOf, tasksOf, trafficShare } from './tasks';

/** The source of the entries in a log group. `upgrades`: RDS, during an upgrade of PostgreSQL. `other`: any other source. */
export type LogSource = 'app' | 'flow log' | 'firewall' | 'database' | 'upgrades' | 'other';

/** Returns the source of the entries in a log group. */
export function logSource(group: PricedResource, stack: PricedResources): LogSource {
  const name = String(group.values.name ?? '');
  const isUsedBy = (type: string, argument: string) =>
    stack.of(type).some((one) => refersTo(one, argument, group) || mentions(one.values[argument], name));
  // Before the first image is deployed, no task definition refers to the log group. In that case, the name of the log group decides.
  if (stack.of('aws_ecs_task_definition').some((one) => writesInto(one, group)) || name.startsWith('/ecs/'))
    return 'app';
  if (isUsedBy('aws_flow_log', 'log_destination')) return 'flow log';
  if (isUsedBy('aws_wafv2_web_acl_logging_configuration', 'log_destination_configs')) return 'firewall';
  if (/^\/aws\/rds\/.*\/postgresql$/.test(name)) return 'database';
  // RDS writes only a few lines into this log group, so they are not counted.
  return /^\/aws\/rds\/.*\/upgrade$/.test(name) ? 'upgrades' : 'other';
}

function writesInto(definition: PricedResource, group: PricedResource): boolean {
  const { container_definitions: containers } = definition.values;
  return refersTo(definition, 'container_definitions', group) || mentions(containers, String(group.values.name ?? ''));
}

function mentions(value: unknown, name: string): boolean {
  return name !== '' && (JSON.stringify(value) ?? '').includes(name);
}

/** Returns how many bytes a log group receives in a month. */
export function logBytes(group: PricedResource, stack: PricedResources, scenario: Scenario): number {
  const a = assumptions;
  const { connections, requests } = traffic[scenario];
  switch (logSource(group, stack)) {
    case 'app':
      return appLogBytes(stack, scenario, (definition) => writesInto(definition, group));
    case 'flow log':
      return (
        (allTasks(stack, scenario) * a.idleFlowRecordsPerInterface + connections * a.flowRecordsPerConnection) *
        a.flowRecordBytes
      );
    case 'firewall':
      return requests * a.firewallLogShare * a.firewallLogBytes;
    case 'database':
      return a.databaseLogBytes;
    case 'upgrades':
      return 0;
    case 'other':
      return a.otherLogGB[scenario] * gigabyte;
  }
}

/**
 * Returns how many bytes the app logs in a month: a line for each request, and the metrics of each task.
 * @param isCounted whether to count the services with this task definition. By default, all services are counted
 */
export function appLogBytes(
  stack: PricedResources,
  scenario: Scenario,
  isCounted: (definition: PricedResource) => boolean = () => true,
): number {
  const { metricLinesPerMonth, metricLineBytes, logBytesPerRequest } = assumptions;
  const bytes = stack.of('aws_ecs_service').map((service) => {
    const definition = definitionOf(service, stack);
    if (definition !== undefined && !isCounted(definition)) return 0;
    const metrics = tasksOf(service, stack, scenario) * metricLinesPerMonth * metricLineBytes;
    return metrics + traffic[scenario].requests * logBytesPerRequest * trafficShare(service, stack);
  });
  return bytes.reduce((sum, one) => sum + one, 0);
}
