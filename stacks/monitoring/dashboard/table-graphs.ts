import { entriesTable } from '../../../contract';
import type { Environment } from '../../environment';
import { type GraphLine, graph, sum, type Widget } from './graph';

/**
 * Returns the graphs for the DynamoDB tables.
 * @param tableName the name of the table of entries, if there is one
 * @param uploadsName the name of the table of uploaded files, if there is one
 */
export function tableGraphs(
  { region }: Environment,
  tableName: string | undefined,
  uploadsName: string | undefined,
): Widget[] {
  const lines = (read: string, write: string): GraphLine[] => [
    ...(tableName === undefined ? [] : entriesLines(tableName, read, write)),
    ...(uploadsName === undefined ? [] : uploadLines(uploadsName, read, write)),
  ];
  return [
    graph(region, 'Capacity units per minute', lines('ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits')),
    graph(region, 'Throttled requests per minute', lines('ReadThrottleEvents', 'WriteThrottleEvents')),
  ];
}

function entriesLines(tableName: string, read: string, write: string): GraphLine[] {
  const ofTable = ['TableName', tableName];
  const ofIndex = [...ofTable, 'GlobalSecondaryIndexName', entriesTable.latestIndex.name];
  return [
    ['AWS/DynamoDB', read, ...ofTable, sum('reads of the table')],
    ['AWS/DynamoDB', write, ...ofTable, sum('writes of the table')],
    ['AWS/DynamoDB', read, ...ofIndex, sum('reads of the index')],
    ['AWS/DynamoDB', write, ...ofIndex, sum('writes of the index')],
  ];
}

function uploadLines(tableName: string, read: string, write: string): GraphLine[] {
  return [
    ['AWS/DynamoDB', read, 'TableName', tableName, sum('reads of uploads')],
    ['AWS/DynamoDB', write, 'TableName', tableName, sum('writes of uploads')],
  ];
}
