import type { Alarms, RareMetric } from './alarm';

/**
 * The baselines of burstable instance classes, by size: the CPU utilization, in percent, that a class can sustain with the credits that it
 * earns.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/burstable-credits-baseline-concepts.html
 */
const baselinePercent: Readonly<Record<string, number>> = {
  micro: 10,
  small: 20,
  medium: 20,
  large: 30,
  xlarge: 40,
  '2xlarge': 40,
};

/**
 * Returns the alarm for CPU credits, which only burstable classes have. The alarm also requires a CPU utilization above the baseline,
 * because a new database has no credits yet.
 */
export function creditAlarms(ofDatabase: Pick<RareMetric, 'namespace' | 'dimensions'>, instanceClass: string): Alarms {
  const [, family = '', size = ''] = instanceClass.split('.');
  if (!/^t\d/.test(family)) return {};
  const query = (id: string, metricName: string) => ({
    id,
    metric: { ...ofDatabase, metricName, period: 300, stat: 'Average' },
  });
  return {
    'database-credits': {
      alarmDescription:
        'The database has used all its CPU credits and needs more CPU than its baseline, for which AWS charges extra. Look first at the running queries (Database Insights in CloudWatch). If the load is permanent, a larger profiles.database.instanceClass costs less.',
      metricQuery: [
        {
          id: 'exhausted',
          label: 'CPU above the baseline, with no CPU credits left',
          expression: `IF(balance < 10 AND cpu > ${baselinePercent[size] ?? 20}, 1, 0)`,
          returnData: true,
        },
        query('balance', 'CPUCreditBalance'),
        query('cpu', 'CPUUtilization'),
      ],
      // The alarm goes off after an hour: 12 periods of five minutes, the interval at which CloudWatch receives the credits.
      evaluationPeriods: 12,
      datapointsToAlarm: 12,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    },
  };
}
