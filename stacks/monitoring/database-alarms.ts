import { databaseConnections } from '../../contract';
import { type DatabaseInstanceSettings, maxTasks, type Scale } from '../environment';
import { instanceSize } from '../hosts/instance-size';
import { type Alarms, minutes, type RareMetric } from './alarm';

export interface DatabaseMetrics {
  /** The name of the instance. */
  readonly identifier: string;
}

const mib = 2 ** 20;
const gib = 2 ** 30;

/** A twentieth of the memory; for classes of unknown size, what the smallest should have left. */
function leastFreeMemory(instanceClass: string): number {
  const memoryMiB = instanceSize(instanceClass.replace('db.', ''))?.memoryMiB ?? 1280;
  return 0.05 * memoryMiB * mib;
}

/**
 * CPU, in percent, that instances of the burstable classes earn credits for, by size.
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

/** There is no replica that could lag: the standby of `multiAz` answers nobody, and is never behind. */
export function databaseAlarms(
  { identifier }: DatabaseMetrics,
  { instanceClass, storageGiB }: DatabaseInstanceSettings,
  scale: Scale,
): Alarms {
  const ofDatabase = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: identifier } };
  return {
    'database-connections': {
      ...ofDatabase,
      alarmDescription:
        'More connections to the database than the tasks should need. Look first at who holds them (select * from pg_stat_activity); a database of the smallest class refuses those beyond about eighty.',
      metricName: 'DatabaseConnections',
      statistic: 'Maximum',
      // Half as many again as the tasks hold. A deployment has twice the tasks, for up to ten minutes while uploads finish.
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1.5 * databaseConnections * maxTasks(scale),
      treatMissingData: 'notBreaching',
    },
    'database-storage': {
      ...ofDatabase,
      alarmDescription:
        'The storage of the database is nearly full, and RDS has not added any: it does so at a tenth left, not twice in six hours and not beyond profiles.database.maxStorageGiB. Look first at the free storage on the dashboard; when it is at its end the database stops.',
      metricName: 'FreeStorageSpace',
      statistic: 'Minimum',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'LessThanThreshold',
      threshold: 0.05 * storageGiB * gib,
      treatMissingData: 'notBreaching',
    },
    'database-cpu': {
      ...ofDatabase,
      alarmDescription:
        'The CPU of the database has been above 90 % for 15 minutes, or it has sent no data. Look first at the running queries (Database Insights in CloudWatch): a missing index shows at once; otherwise choose a larger profiles.database.instanceClass.',
      metricName: 'CPUUtilization',
      statistic: 'Average',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 90,
      // A database that does not run sends nothing.
      treatMissingData: 'missing',
    },
    'database-memory': {
      ...ofDatabase,
      alarmDescription:
        'The database is almost out of memory and may soon swap or restart. Look first at its connections on the dashboard (each takes some MiB), then at the running queries (Database Insights in CloudWatch); otherwise choose a larger profiles.database.instanceClass.',
      metricName: 'FreeableMemory',
      statistic: 'Minimum',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'LessThanThreshold',
      threshold: leastFreeMemory(instanceClass),
      treatMissingData: 'notBreaching',
    },
    ...creditAlarm(ofDatabase, instanceClass),
  };
}

/** Only burstable classes have credits. A new database has none yet, so a low balance alone means nothing. */
function creditAlarm(ofDatabase: Pick<RareMetric, 'namespace' | 'dimensions'>, instanceClass: string): Alarms {
  const [, family = '', size = ''] = instanceClass.split('.');
  if (!/^t\d/.test(family)) return {};
  const query = (id: string, metricName: string) => ({
    id,
    metric: { ...ofDatabase, metricName, period: 300, stat: 'Average' },
  });
  return {
    'database-credits': {
      alarmDescription:
        'The database has used up its CPU credits and uses more CPU than its baseline: AWS charges for the excess. Look first at the running queries (Database Insights in CloudWatch); if the load is permanent, a larger profiles.database.instanceClass costs less.',
      metricQuery: [
        {
          id: 'exhausted',
          label: 'Without credits, and above the baseline',
          expression: `IF(balance < 10 AND cpu > ${baselinePercent[size] ?? 20}, 1, 0)`,
          returnData: true,
        },
        query('balance', 'CPUCreditBalance'),
        query('cpu', 'CPUUtilization'),
      ],
      // CloudWatch has credits every five minutes.
      evaluationPeriods: 12,
      datapointsToAlarm: 12,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 0,
      treatMissingData: 'notBreaching',
    },
  };
}
