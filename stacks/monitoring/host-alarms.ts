import { type Alarms, minutes } from './alarm';

export interface HostMetrics {
  readonly autoscalingGroupName: string;
  readonly capacityProviderName: string;
}

export function hostAlarms({ autoscalingGroupName, capacityProviderName }: HostMetrics, clusterName: string): Alarms {
  return {
    'hosts-full': {
      alarmDescription:
        'Tasks wait for room, and for a quarter of an hour no host has come. Look first at the activity of the autoscaling group: it may be at its most (compute.hosts.max), or AWS has no such instances left in a zone.',
      // What the tasks need, in percent of the hosts that there are.
      namespace: 'AWS/ECS/ManagedScaling',
      metricName: 'CapacityProviderReservation',
      dimensions: { ClusterName: clusterName, CapacityProviderName: capacityProviderName },
      statistic: 'Average',
      // A host needs three minutes until it takes tasks.
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 100,
      treatMissingData: 'notBreaching',
    },
    'host-fails': {
      alarmDescription:
        'A host fails the status checks of EC2, and the autoscaling group has not replaced it. Look first at the activity of the group, then at the instance.',
      namespace: 'AWS/EC2',
      metricName: 'StatusCheckFailed',
      dimensions: { AutoScalingGroupName: autoscalingGroupName },
      statistic: 'Maximum',
      ...minutes(10, { of: 10 }),
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      treatMissingData: 'notBreaching',
    },
  };
}
