import type { HostMetrics } from '../alarms/host-alarms';
import { type GraphLine, graph, type LineOptions, type Widget } from './graph';

export function hostGraphs(
  region: string,
  { autoscalingGroupName, capacityProviderName }: HostMetrics,
  clusterName: string,
): Widget[] {
  const ofGroup = (namespace: string, metric: string, options: LineOptions): GraphLine => [
    namespace,
    metric,
    'AutoScalingGroupName',
    autoscalingGroupName,
    options,
  ];
  return [
    graph(region, 'Hosts', [
      ofGroup('AWS/AutoScaling', 'GroupInServiceInstances', { stat: 'Average', label: 'in service' }),
      ofGroup('AWS/AutoScaling', 'GroupDesiredCapacity', { stat: 'Average', label: 'desired' }),
      ofGroup('AWS/AutoScaling', 'GroupMaxSize', { stat: 'Average', label: 'maximum' }),
    ]),
    graph(region, 'Capacity that the tasks need (% of the hosts)', [
      [
        'AWS/ECS/ManagedScaling',
        'CapacityProviderReservation',
        'ClusterName',
        clusterName,
        'CapacityProviderName',
        capacityProviderName,
        { stat: 'Average', label: 'reservation' },
      ],
    ]),
    graph(region, 'Host CPU utilization (%)', [
      ofGroup('AWS/EC2', 'CPUUtilization', { stat: 'Average', label: 'average' }),
      ofGroup('AWS/EC2', 'CPUUtilization', { stat: 'Maximum', label: 'maximum' }),
    ]),
  ];
}
