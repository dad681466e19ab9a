import { databaseConnections } from '../../contract';
import type { DatabaseSettings, Scale } from '../environment';
import { mostTasks } from '../service/most-tasks';
import { type Alarms, minutes } from './alarm';

export interface DatabaseMetrics {
  /** The name of the instance. */
  readonly identifier: string;
}

const gib = 2 ** 30;

/** There is no replica that could lag: the standby of `multiAz` answers nobody, and is never behind. */
export function databaseAlarms(
  { identifier }: DatabaseMetrics,
  { storageGiB }: DatabaseSettings,
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
      // Half as many again as the tasks hold; while a deployment goes there are twice the tasks, for minutes.
      ...minutes(10, { of: 10 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 1.5 * databaseConnections * mostTasks(scale),
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
        'The database has been at the end of its CPU for a quarter of an hour. Look first at what it runs (Database Insights in CloudWatch): a query without its index shows at once; else it needs a larger profiles.database.instanceClass.',
      metricName: 'CPUUtilization',
      statistic: 'Average',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 90,
      // A database that is not there sends nothing.
      treatMissingData: 'breaching',
    },
  };
}
