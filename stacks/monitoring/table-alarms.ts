import { entriesTable } from '../../contract';
import { type Alarms, anyOf, type RareMetric } from './alarm';

export interface TableMetrics {
  /** The table of entries. */
  readonly table: { readonly name: string };
  /** The table of uploaded files. @default none */
  readonly uploads?: { readonly tableName: string };
}

/** DynamoDB counts throttled requests only while there are any. */
export function tableAlarms({ table, uploads }: TableMetrics): Alarms {
  const ofTable = { TableName: table.name };
  const ofIndex = { ...ofTable, GlobalSecondaryIndexName: entriesTable.latestIndex.name };
  return {
    'throttled-table': {
      alarmDescription:
        'DynamoDB throttles reads or writes of the entries. Look first at the capacity on the dashboard: the index takes at most 1000 writes a second; a sudden rise passes within minutes.',
      // The SDK repeats what was throttled once; minutes of it reach people.
      ...anyOf('throttled', 'Throttled reads and writes of table and index', [
        ...throttledRequests(ofTable),
        ...throttledRequests(ofIndex),
      ]),
    },
    ...(uploads && {
      'throttled-uploads': {
        alarmDescription:
          'DynamoDB throttles requests for the metadata of uploaded files. Look first at the throttled requests on the dashboard, then at who uploads in the log of requests: a sudden rise passes by itself within minutes.',
        ...anyOf('throttled', 'Throttled reads and writes', throttledRequests({ TableName: uploads.tableName })),
      },
    }),
  };
}

function throttledRequests(dimensions: Record<string, string>): RareMetric[] {
  return ['ReadThrottleEvents', 'WriteThrottleEvents'].map((metricName) => ({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensions,
  }));
}
