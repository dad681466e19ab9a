import { databaseConnections } from '../../../contract';
import { instanceSize } from '../../hosts/instance-size';
import type { DatabaseInstanceSettings } from '../../settings/profiles-settings';
import { maxTasks, type Scale } from '../../settings/scale-settings';
import { type Alarm, type Alarms, minutes, type RareMetric } from './alarm';
import { creditAlarms } from './credit-alarms';

export interface DatabaseMetrics {
  /** The identifier of the database instance in RDS. */
  readonly identifier: string;
}

const mib = 2 ** 20;
const gib = 2 ** 30;

/**
 * Returns the alarms of the database. There is no alarm for replication lag: the database has no read replicas, and the standby of
 * `multiAz` is synchronous.
 */
export function databaseAlarms(
  { identifier }: DatabaseMetrics,
  { instanceClass, storageGiB }: DatabaseInstanceSettings,
  scale: Scale,
): Alarms {
  const ofDatabase = { namespace: 'AWS/RDS', dimensions: { DBInstanceIdentifier: identifier } };
  return {
    'database-connections': connectionsAlarm(ofDatabase, scale),
    'database-storage': {
      ...ofDatabase,
      alarmDescription:
        'The storage of the database is nearly full, and RDS has not added storage. RDS adds storage when less than 10 % is free, but only once in six hours and only up to profiles.database.maxStorageGiB. Look first at the free storage on the dashboard. If the storage is full, the database stops.',
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
        "The database's CPU has been above 90 % for 15 minutes, or the database has sent no data. Look first at the running queries (Database Insights in CloudWatch), where a missing index is easy to see. If no query is slow, choose a larger profiles.database.instanceClass.",
      metricName: 'CPUUtilization',
      statistic: 'Average',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 90,
      // Missing data counts as a failure, because a stopped database sends none.
      treatMissingData: 'missing',
    },
    'database-memory': {
      ...ofDatabase,
      alarmDescription:
        'The database has little free memory and may soon swap or restart. Look first at its connections on the dashboard (each needs a few MiB), then at the running queries (Database Insights in CloudWatch). If neither is the cause, choose a larger profiles.database.instanceClass.',
      metricName: 'FreeableMemory',
      statistic: 'Minimum',
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'LessThanThreshold',
      threshold: minFreeMemory(instanceClass),
      treatMissingData: 'notBreaching',
    },
    ...creditAlarms(ofDatabase, instanceClass),
  };
}

function connectionsAlarm(ofDatabase: Pick<RareMetric, 'namespace' | 'dimensions'>, scale: Scale): Alarm {
  return {
    ...ofDatabase,
    alarmDescription:
      'The database has more connections than the tasks should need. Look first at which clients hold them (select * from pg_stat_activity). The smallest instance class allows about 80.',
    metricName: 'DatabaseConnections',
    statistic: 'Maximum',
    // The threshold is 50 % above the connections that the tasks need. A deployment runs twice as many tasks, and exceeds the threshold
    // for up to ten minutes, while uploads finish. So the alarm goes off only after 15 minutes.
    ...minutes(15, { of: 15 }),
    comparisonOperator: 'GreaterThanThreshold',
    threshold: 1.5 * databaseConnections * maxTasks(scale),
    treatMissingData: 'notBreaching',
  };
}

/** Returns the threshold for free memory, in bytes: 5 % of the memory of the instance class. Unknown classes count as 1,280 MiB. */
function minFreeMemory(instanceClass: string): number {
  const memoryMiB = instanceSize(instanceClass.replace('db.', ''))?.memoryMiB ?? 1280;
  return 0.05 * memoryMiB * mib;
}
