import type { CloudwatchMetricAlarmConfig } from '@cdktf/provider-aws/lib/cloudwatch-metric-alarm';

/** When an alarm rings, and what to do then; its name, its count and whom it tells are the same for all. */
export interface Alarm extends Omit<CloudwatchMetricAlarmConfig, 'alarmName' | 'count' | 'alarmActions' | 'okActions'> {
  /** What it means, and what to look at first: it stands in the mail. */
  readonly alarmDescription: string;
  /** What no data means; CloudWatch's own answer, that nothing is known, tells nobody anything. */
  readonly treatMissingData: 'breaching' | 'notBreaching';
}

/** By construct id, which also ends the name. */
export type Alarms = Readonly<Record<string, Alarm>>;

/** So many minutes of the last so many: one bad minute is no reason to wake anybody. */
export function minutes(datapointsToAlarm: number, { of: evaluationPeriods }: { readonly of: number }) {
  return { period: 60, evaluationPeriods, datapointsToAlarm };
}
