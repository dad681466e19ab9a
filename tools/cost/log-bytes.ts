import { assumptions } from './assumptions';
import { type PricedResource, type PricedResources, refersTo } from './priced-resources';
import { allTasks } from './tasks';
import { type Scenario, traffic } from './usage';

/** The writer of a log group. */
export type LogSource = 'app' | 'flow log' | 'firewall' | 'database' | 'other';

/** Finds the writer of a log group. */
export function logSource(group: PricedResource, stack: PricedResources): LogSource {
  const name = String(group.values.name ?? '');
  const isUsedBy = (type: string, argument: string) =>
    stack.of(type).some((one) => refersTo(one, argument, group) || mentions(one.values[argument], name));
  if (isUsedBy('aws_ecs_task_definition', 'container_definitions')) return 'app';
  if (isUsedBy('aws_flow_log', 'log_destination')) return 'flow log';
  if (isUsedBy('aws_wafv2_web_acl_logging_configuration', 'log_destination_configs')) return 'firewall';
  // RDS writes only a few lines into the log group of upgrades.
  return /^\/aws\/rds\/.*\/postgresql$/.test(name) ? 'database' : 'other';
}

function mentions(value: unknown, name: string): boolean {
  return name !== '' && (JSON.stringify(value) ?? '').includes(name);
}

/** Returns the bytes that a source writes in a month. */
export function logBytes(source: LogSource, stack: PricedResources, scenario: Scenario): number {
  const a = assumptions;
  const { connections, requests } = traffic[scenario];
  switch (source) {
    case 'app':
      return appLogBytes(stack, scenario);
    case 'flow log':
      return (
        (allTasks(stack, scenario) * a.idleFlowRecordsPerInterface + connections * a.flowRecordsPerConnection) *
        a.flowRecordBytes
      );
    case 'firewall':
      return requests * a.firewallLogShare * a.firewallLogBytes;
    case 'database':
      return a.databaseLogBytes;
    case 'other':
      return 0;
  }
}

/** Returns the request log, and the metrics of each task. */
export function appLogBytes(stack: PricedResources, scenario: Scenario): number {
  const { metricLinesPerMonth, metricLineBytes, logBytesPerRequest } = assumptions;
  return (
    allTasks(stack, scenario) * metricLinesPerMonth * metricLineBytes + traffic[scenario].requests * logBytesPerRequest
  );
}
