import { assumptions, gigabyte } from './assumptions';
import { type CostFunction, fixed, perUse } from './cost-item';
import { logBytes, logSource } from './log-bytes';
import { blocks, numberOf } from './priced-resources';
import type { Scenario } from './usage';

/** AWS bills an alarm for each metric that it reads. */
const alarmCosts: CostFunction = (alarm) => {
  const queries = blocks(alarm, 'metric_query');
  const metrics = queries.filter((values) => blocks({ values }, 'metric').length > 0).length;
  return [fixed(alarm, 'alarm', queries.length === 0 ? 1 : metrics)];
};

const logGroupCosts: CostFunction = (group, stack) => {
  const source = logSource(group, stack);
  // AWS charges another price for vended logs: flow logs and those of the firewall.
  const price = source === 'flow log' || source === 'firewall' ? 'log-vended' : 'log-ingestion';
  const ingestedGB = (scenario: Scenario) => logBytes(source, stack, scenario) / gigabyte;
  const { storedLogShare, daysPerMonth, monthsOfEntries } = assumptions;
  const days = numberOf(group.values.retention_in_days, 0) || monthsOfEntries * daysPerMonth;
  return [
    perUse(group, price, ingestedGB),
    perUse(group, 'log-storage', (scenario) => (ingestedGB(scenario) * storedLogShare * days) / daysPerMonth),
  ];
};

/** A flow log without its own log group is priced at its destination. */
export const monitoringCosts: Readonly<Record<string, CostFunction>> = {
  aws_cloudwatch_metric_alarm: alarmCosts,
  aws_cloudwatch_dashboard: (dashboard) => [fixed(dashboard, 'dashboard', 1)],
  aws_cloudwatch_log_group: logGroupCosts,
  aws_flow_log: () => [],
};
