import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

/** When an alarm rings, and what to do then; its name, its count and whom it tells are the same for all. */
export interface Alarm extends Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'count' | `${string}Actions`> {
  /** What it means, and what to look at first: it stands in the mail. */
  readonly alarmDescription: string;
  /**
   * The meaning of no data. `missing`: no data is the failure itself. The alarm then rings with the state INSUFFICIENT_DATA instead of ALARM.
   * Every alarm begins in that state and rings when it enters it, so the minutes before the first data do not ring. With
   * `breaching` they would: CloudWatch has the data of a new task minutes later than the alarm is created.
   */
  readonly treatMissingData: 'missing' | 'notBreaching';
}

/** By construct id, which also ends the name. */
export type Alarms = Readonly<Record<string, Alarm>>;

/** So many minutes of the last so many: one bad minute is no reason to wake anybody. */
export function minutes(datapointsToAlarm: number, { of: evaluationPeriods }: { readonly of: number }) {
  return { period: 60, evaluationPeriods, datapointsToAlarm };
}

/** A metric that exists only while it is not zero. */
export interface RareMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
}

/**
 * Rings when the sum of such metrics is more than zero in three minutes of five.
 * @param id begins the ids of the metrics; letters only
 * @param label what the sum is called
 */
export function anyOf(id: string, label: string, rareMetrics: readonly RareMetric[]) {
  const metrics = rareMetrics.map((metric, index) => ({
    id: `${id}${index}`,
    metric: { ...metric, period: 60, stat: 'Sum' },
  }));
  const expression = metrics.map((one) => `FILL(${one.id}, 0)`).join(' + ');
  return {
    metricQuery: [{ id, label, expression, returnData: true }, ...metrics],
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 0,
    treatMissingData: 'notBreaching',
  } as const satisfies Partial<Alarm>;
}
