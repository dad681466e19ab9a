import { type Alarms, minutes } from './alarm';

export interface ServiceMetrics {
  readonly clusterName: string;
  /**
   * The ECS service. Its name is a Terraform reference, so that Terraform creates the alarms after the service, and deletes them before it.
   */
  readonly service: { readonly name: string };
}

export function serviceAlarms({ clusterName, service }: ServiceMetrics): Alarms {
  const ecs = { namespace: 'AWS/ECS', dimensions: { ClusterName: clusterName, ServiceName: service.name } };
  return {
    'no-running-task': {
      ...ecs,
      alarmDescription:
        'No task is running: no task has sent data for three minutes. Look first at the events of the ECS service, then at the stopped reason of its last task, then at the end of the log of the app.',
      // Every running task sends one sample of this metric per minute. The metric RunningTaskCount would need Container Insights.
      metricName: 'CPUUtilization',
      statistic: 'SampleCount',
      // One or two minutes without data are not a failure: CloudWatch may miss a minute, and ECS replaces a task within three minutes.
      ...minutes(3, { of: 3 }),
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'missing',
    },
    cpu: {
      ...ecs,
      alarmDescription:
        'The tasks have used all their CPU for ten minutes. Look first at the requests on the dashboard. If there are more requests than before, allow more tasks (scale.max) or larger ones (compute.cpu). Otherwise look at the log of the app for that time.',
      metricName: 'CPUUtilization',
      statistic: 'Average',
      // Autoscaling aims for at most 90 %, and starts a new task in less than ten minutes. After ten minutes above the threshold, it must
      // have reached its maximum.
      ...minutes(10, { of: 10 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 95,
      // Without tasks, this metric has no data, and the alarm no-running-task goes off instead.
      treatMissingData: 'notBreaching',
    },
    memory: {
      ...ecs,
      alarmDescription:
        'A task has used almost all its memory, and ECS stops it at the limit. Look first at the memory graph on the dashboard. A steady rise means a leak: deploy the previous image. A sudden rise means more load: raise compute.memoryMiB.',
      metricName: 'MemoryUtilization',
      // The maximum of all tasks, because an average would hide a memory leak in a single task.
      statistic: 'Maximum',
      // The smallest task has 512 MiB. The app needs a quarter of that, and its heap is limited to half. So more than 80 % for five minutes
      // is unusual.
      ...minutes(5, { of: 5 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 80,
      treatMissingData: 'notBreaching',
    },
  };
}
