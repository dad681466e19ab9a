import type { DatabaseMetrics } from '../alarms/database-alarms';
import { type GraphLine, graph, type Widget } from './graph';

export function databaseGraphs(region: string, { identifier }: DatabaseMetrics): Widget[] {
  const rds = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/RDS',
    metric,
    'DBInstanceIdentifier',
    identifier,
    { stat, label },
  ];
  return [
    graph(region, 'Database CPU utilization (%)', [rds('CPUUtilization', 'Average', 'CPU')]),
    graph(region, 'Database connections', [rds('DatabaseConnections', 'Maximum', 'connections')]),
    graph(region, 'Free database storage and memory (bytes)', [
      rds('FreeStorageSpace', 'Minimum', 'storage'),
      rds('FreeableMemory', 'Minimum', 'memory'),
    ]),
    graph(region, 'Disk latency (s)', [rds('ReadLatency', 'Average', 'read'), rds('WriteLatency', 'Average', 'write')]),
  ];
}
