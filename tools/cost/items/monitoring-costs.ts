import { block, blocks, numberOf } from '../resources/priced-resources';
import { assumptions, gigabyte } from '../usage/assumptions';
import { logBytes, logSource } from '../usage/log-bytes';
import type { Scenario } from '../usage/scenarios';
import { type CostFunction, fixed, perUse } from './cost-item';

/** The costs of an alarm. AWS bills an alarm for each metric that it reads. */
const alarmCosts: CostFunction = (alarm) => {
  const queries = blocks(alarm, 'metric_query');
  const metrics = queries.filter((values) => blocks({ values }, 'metric').length > 0).length;
  return [fixed(alarm, 'alarm', queries.length === 0 ? 1 : metrics)];
};

const logGroupCosts: CostFunction = (group, stack) => {
  const source = logSource(group, stack);
  // Flow logs and the firewall's log are vended logs. AWS has a separate price for vended logs.
  const price = source === 'flow log' || source === 'firewall' ? 'log-vended' : 'log-ingestion';
  const ingestedGB = (scenario: Scenario) => logBytes(group, stack, scenario) / gigabyte;
  const { storedLogShare, daysPerMonth, monthsOfEntries } = assumptions;
  const days = numberOf(group.values.retention_in_days, 0) || monthsOfEntries * daysPerMonth;
  return [
    perUse(group, price, ingestedGB),
    perUse(group, 'log-storage', (scenario) => (ingestedGB(scenario) * storedLogShare * days) / daysPerMonth),
  ];
};

/**
 * The number of alarms that a target tracking policy creates. They cost as much as other alarms.
 * https://aws.amazon.com/autoscaling/pricing/
 */
const trackingAlarms = 2;

const policyCosts: CostFunction = (policy) =>
  policy.values.policy_type === 'TargetTrackingScaling' ? [fixed(policy, 'alarm', trackingAlarms)] : [];

/** The costs of a capacity provider. ECS scales the hosts with a target tracking policy, which creates alarms. */
const capacityProviderCosts: CostFunction = (provider) => {
  const { managed_scaling: scaling } = block(provider, 'auto_scaling_group_provider');
  const { status } = block({ values: { scaling } }, 'scaling');
  return status === 'ENABLED' ? [fixed(provider, 'alarm', trackingAlarms)] : [];
};

/** The costs of monitoring, by type of resource. A flow log itself has no price; its log group is counted. */
export const monitoringCosts: Readonly<Record<string, CostFunction>> = {
  aws_appautoscaling_policy: policyCosts,
  aws_autoscaling_policy: policyCosts,
  aws_cloudwatch_dashboard: (dashboard) => [fixed(dashboard, 'dashboard', 1)],
  aws_cloudwatch_log_group: logGroupCosts,
  aws_cloudwatch_log_metric_filter: (filter) => [
    fixed(filter, 'metric', blocks(filter, 'metric_transformation').length),
  ],
  aws_cloudwatch_metric_alarm: alarmCosts,
  aws_ecs_capacity_provider: capacityProviderCosts,
  aws_flow_log: () => [],
};
