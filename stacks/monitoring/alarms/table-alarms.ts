import { entriesTable } from '../../../contract';
import { type Alarm, type Alarms, anyOf, type RareMetric } from './alarm';

export interface TableMetrics {
  /** The table of entries. @default none: the environment has no such table */
  readonly table?: { readonly name: string };
  /** The table of uploaded files. @default none: the environment has no profiles */
  readonly uploads?: { readonly tableName: string };
}

/** Returns the alarms for throttled requests. Their metrics have data only while DynamoDB throttles. */
export function tableAlarms({ table, uploads }: TableMetrics): Alarms {
  return {
    ...(table && { 'throttled-table': entriesAlarm({ TableName: table.name }) }),
    ...(uploads && {
      'throttled-uploads': {
        alarmDescription:
          "DynamoDB is throttling requests for the metadata of uploaded files. Look first at the throttled requests on the dashboard, then in the app's log for the clients that upload files. After a sudden rise, throttling ends within minutes.",
        ...anyOf('throttled', 'Throttled reads and writes', throttledRequests({ TableName: uploads.tableName })),
      },
    }),
  };
}

function entriesAlarm(ofTable: Record<string, string>): Alarm {
  const ofIndex = { ...ofTable, GlobalSecondaryIndexName: entriesTable.latestIndex.name };
  return {
    alarmDescription:
      'DynamoDB is throttling reads or writes of entries. Look first at the capacity on the dashboard. The index supports at most 1000 writes per second. After a sudden rise, throttling ends within minutes.',
    // Only throttling over several minutes reaches users, because the SDK retries throttled requests.
    ...anyOf('throttled', 'Throttled reads and writes of the table and its index', [
      ...throttledRequests(ofTable),
      ...throttledRequests(ofIndex),
    ]),
  };
}

function throttledRequests(dimensions: Record<string, string>): RareMetric[] {
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) => ({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensions,
  }));
}
