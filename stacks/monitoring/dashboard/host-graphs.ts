import type { HostMetrics } from '../alarms/host-alarms';
import { type GraphLine, graph, type Widget } from './graph';

export function hostGraphs(
  region: string,
  { autoscalingGroupName, capacityProviderName }: HostMetrics,
  clusterName: string,
): Widget[] {
  const ofGroup = (namespace: string, metric: string, stat: string, label: string): GraphLine => [
    namespace,
    metric,
    'AutoScalingGroupName',
    autoscalingGroupName,
    { stat, label },
  ];
  return [
    graph(region, 'Hosts', [
      ofGroup('AWS/AutoScaling', 'GroupInServiceInstances', 'Average', 'in service'),
      ofGroup('AWS/AutoScaling', 'GroupDesiredCapacity', 'Average', 'desired'),
      ofGroup('AWS/AutoScaling', 'GroupMaxSize', 'Average', 'maximum'),
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
      ofGroup('AWS/EC2', 'CPUUtilization', 'Average', 'average'),
      ofGroup('AWS/EC2', 'CPUUtilization', 'Maximum', 'maximum'),
    ]),
  ];
}
