import { metrics } from '../../../contract';
import type { Environment } from '../../environment';
import { metricsNamespace, physicalName } from '../../names';
import { type GraphLine, graph, type Widget } from './graph';

export function serviceGraphs(environment: Environment, clusterName: string): Widget[] {
  const { region } = environment;
  const ecs = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/ECS',
    metric,
    'ClusterName',
    clusterName,
    'ServiceName',
    // Use the name itself. A reference to an optional service is a `one(…)` expression, whose value may be null.
    physicalName(environment, 'app', 'service'),
    { stat, label },
  ];
  const own = (metric: string, stat: string, label: string): GraphLine => [
    metricsNamespace(environment) ?? '',
    metric,
    ...Object.entries(metrics.dimensions).flat(),
    { stat, label },
  ];
  const cpuAndTasks = [
    graph(region, 'Task CPU and memory utilization (%)', [
      ecs('CPUUtilization', 'Average', 'CPU'),
      ecs('MemoryUtilization', 'Maximum', 'highest memory'),
    ]),
    graph(region, 'Running tasks', [ecs('CPUUtilization', 'SampleCount', 'tasks')]),
  ];
  // Only the shipped app sends the metrics of the graphs below.
  if (environment.app?.container) return cpuAndTasks;
  return [
    ...cpuAndTasks,
    graph(region, 'Entries per minute', [own(metrics.stored, 'Sum', 'stored'), own(metrics.refused, 'Sum', 'refused')]),
    graph(region, 'Write latency (ms)', [
      own(metrics.storeLatency, 'p50', 'p50'),
      own(metrics.storeLatency, 'p99', 'p99'),
    ]),
  ];
}
