import { type Alarms, minutes } from './alarm';

export interface ServiceMetrics {
  readonly clusterName: string;
  /** A reference to the service: its alarms come after the tasks that they count, and go before them. */
  readonly service: { readonly name: string };
}

export function serviceAlarms({ clusterName, service }: ServiceMetrics): Alarms {
  const ecs = { namespace: 'AWS/ECS', dimensions: { ClusterName: clusterName, ServiceName: service.name } };
  return {
    'no-running-task': {
      ...ecs,
      alarmDescription:
        'No task is running: none has sent data for minutes. Look first at the events of the ECS service, then at the stopped reason of its last task, then at the end of the log.',
      // Every running task gives one sample a minute. RunningTaskCount would need Container Insights.
      metricName: 'CPUUtilization',
      statistic: 'SampleCount',
      // One missing minute may be CloudWatch's; a task that ECS replaces is back within three.
      ...minutes(3, { of: 3 }),
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'missing',
    },
    cpu: {
      ...ecs,
      alarmDescription:
        'The tasks have been at the end of their CPU for ten minutes. Look first at the requests on the dashboard: if there are more, allow more tasks (scale.max) or larger ones (compute.cpu); if not, at what the log says since.',
      metricName: 'CPUUtilization',
      statistic: 'Average',
      // Above the 90 that scaling may be told to aim at, and longer than it takes to add a task: nothing is left to scale.
      ...minutes(10, { of: 10 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 95,
      // Without tasks no-running-task rings.
      treatMissingData: 'notBreaching',
    },
    memory: {
      ...ecs,
      alarmDescription:
        'A task is near the end of its memory, where ECS kills it. Look first at whether the curve on the dashboard rises steadily (a leak: deploy the image before) or in a step (more load: raise compute.memoryMiB).',
      metricName: 'MemoryUtilization',
      // The fullest task: one that leaks is hidden in an average.
      statistic: 'Maximum',
      // The app takes a quarter of the smallest task, and its heap ends at half of it.
      ...minutes(5, { of: 5 }),
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 80,
      treatMissingData: 'notBreaching',
    },
  };
}
