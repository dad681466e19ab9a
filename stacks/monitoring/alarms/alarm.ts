import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

/**
 * The condition and the description of an alarm. Its name, count and actions are not included, because `defineAlarms` sets them for all
 * alarms.
 */
export interface Alarm extends Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'count' | `${string}Actions`> {
  /** The text of the email: what the alarm means, and what to look at first. */
  readonly alarmDescription: string;
  /**
   * The effect of missing data. `notBreaching`: none. `missing`: the alarm changes to the state INSUFFICIENT_DATA, and this change sends an
   * email. A new alarm starts in this state, so it sends no email before its first data. `breaching` is not used: the data of a new task
   * reaches CloudWatch only after minutes, so a new alarm would send an email.
   */
  readonly treatMissingData: 'missing' | 'notBreaching';
}

/** Alarms by construct id. The construct id is also the last part of the alarm's name. */
export type Alarms = Readonly<Record<string, Alarm>>;

/** Returns the arguments of an alarm that goes off after `datapointsToAlarm` bad minutes in the last `of` minutes. */
export function minutes(datapointsToAlarm: number, { of: evaluationPeriods }: { readonly of: number }) {
  return { period: 60, evaluationPeriods, datapointsToAlarm };
}

/** A metric that has data only while its value is not zero. */
export interface RareMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, string>;
}

/**
 * Returns an alarm that goes off if the sum of the metrics is above zero in three of five minutes.
 * @param id the prefix of the ids of the metrics; letters only
 * @param label the name of the sum
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
