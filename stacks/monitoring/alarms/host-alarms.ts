import { type Alarms, minutes } from './alarm';

export interface HostMetrics {
  readonly autoscalingGroupName: string;
  readonly capacityProviderName: string;
}

export function hostAlarms({ autoscalingGroupName, capacityProviderName }: HostMetrics, clusterName: string): Alarms {
  return {
    'hosts-full': {
      alarmDescription:
        'Tasks have been waiting for a host for 15 minutes. Look first at the activity of the autoscaling group: it may have reached its maximum (compute.hosts.max), or AWS has no instances of this type left in a zone.',
      // This metric is the capacity that the tasks need, as a percentage of the capacity of the existing hosts.
      namespace: 'AWS/ECS/ManagedScaling',
      metricName: 'CapacityProviderReservation',
      dimensions: { ClusterName: clusterName, CapacityProviderName: capacityProviderName },
      statistic: 'Average',
      // A new host accepts tasks after three minutes, so a wait of 15 minutes means that no host could start.
      ...minutes(15, { of: 15 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 100,
      treatMissingData: 'notBreaching',
    },
    'host-fails': {
      alarmDescription:
        'A host fails the status checks of EC2, and the autoscaling group has not replaced it. Look first at the activity of the autoscaling group, then at the instance.',
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
