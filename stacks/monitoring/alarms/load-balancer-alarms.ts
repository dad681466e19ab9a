import { type Alarm, type Alarms, minutes } from './alarm';

export interface LoadBalancerMetrics {
  readonly arnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** The name of the firewall's web ACL in its metrics. @default none: there is no firewall */
  readonly webAclName?: string;
}

/** The wording and the latency threshold of the alarms for an environment without profiles. */
const entriesOnly = {
  unavailable:
    '503 means that the table is unavailable. Check that it exists, that it is not throttled, and that the task role has permission',
  slowSeconds: 1,
  slow: 'one second',
};

/** The wording and the latency threshold of the alarms for an environment with profiles. */
const withProfiles = {
  unavailable:
    '503 has two possible causes. A task has reached its limit of concurrent uploads and downloads, or a store is unavailable: a table, PostgreSQL or S3. The error names the store. Check that it exists, that it is not full or throttled, and that the task role has permission',
  // An upload of 10 MiB takes ten seconds at one megabyte per second.
  slowSeconds: 10,
  slow: 'ten seconds, and uploads alone do not explain that',
};

/**
 * The ids of the alarms that roll back a deployment: they are about errors and latency that visitors notice. These alarms depend only on
 * the load balancer, so they exist before the service. Without data, they are in the state OK.
 */
export const rollbackAlarms: readonly string[] = ['targets-5xx', 'latency-p99'];

/**
 * Returns the alarms for the load balancer's responses and targets.
 * @param hasProfiles whether the app has stores other than the table of entries
 */
export function loadBalancerAlarms(metrics: LoadBalancerMetrics, hasProfiles: boolean): Alarms {
  const { unavailable, slowSeconds, slow } = hasProfiles ? withProfiles : entriesOnly;
  const ofTargets = metricsOf({ LoadBalancer: metrics.arnSuffix, TargetGroup: metrics.targetGroupArnSuffix });
  return {
    'targets-5xx': {
      ...ofTargets,
      ...manyErrors,
      period: 60,
      statistic: 'Sum',
      alarmDescription: `The app returns server errors. Look first at the latest errors on the dashboard: ${unavailable}. 500 is a bug in the app: deploy the previous image.`,
      metricName: 'HTTPCode_Target_5XX_Count',
    },
    'load-balancer-5xx': loadBalancerErrors(metrics),
    'latency-p99': {
      ...ofTargets,
      alarmDescription: `One response in a hundred takes more than ${slow}. Look first at the latency of writes on the dashboard, then at the CPU of the tasks. One of the two is the cause.`,
      metricName: 'TargetResponseTime',
      extendedStatistic: 'p99',
      // With few requests, p99 is the latency of the slowest request. So the alarm requires three slow minutes. If it ignored minutes with
      // few requests instead, it would never go off for small apps.
      evaluateLowSampleCountPercentiles: 'evaluate',
      ...minutes(3, { of: 5 }),
      // A page takes milliseconds, a post about ten milliseconds. The app's timeout for the table is 1.5 seconds.
      comparisonOperator: 'GreaterThanThreshold',
      threshold: slowSeconds,
      treatMissingData: 'notBreaching',
    },
    'unhealthy-hosts': {
      ...ofTargets,
      alarmDescription:
        'A task fails its health check, and ECS has not replaced it. Look first at the events of the ECS service, then at the log of that task.',
      metricName: 'UnHealthyHostCount',
      statistic: 'Maximum',
      // Two failed checks make a task unhealthy, and ECS replaces it within about three minutes. If it is still unhealthy after five
      // minutes, ECS could not replace it.
      ...minutes(5, { of: 5 }),
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      // Without targets, this metric has no data, and the alarm no-running-task goes off instead.
      treatMissingData: 'notBreaching',
    },
  };
}

function metricsOf(dimensions: Record<string, string>) {
  return { namespace: 'AWS/ApplicationELB', dimensions };
}

/**
 * The condition of the alarms for server errors. A short failure of the table, or a single faulty client, causes too few errors to meet it.
 */
const manyErrors = {
  evaluationPeriods: 5,
  datapointsToAlarm: 3,
  comparisonOperator: 'GreaterThanOrEqualToThreshold',
  threshold: 5,
  // The metric has data only while there are errors.
  treatMissingData: 'notBreaching',
} as const;

/**
 * Returns the alarm for errors of the load balancer itself. Errors count only in minutes with a healthy task, because without one, the load
 * balancer returns 503 for each request, for example while the app restarts.
 */
function loadBalancerErrors({ arnSuffix, targetGroupArnSuffix }: LoadBalancerMetrics): Alarm {
  const ofLoadBalancer = metricsOf({ LoadBalancer: arnSuffix });
  const ofTargets = metricsOf({ LoadBalancer: arnSuffix, TargetGroup: targetGroupArnSuffix });
  return {
    alarmDescription:
      'The load balancer itself returns errors although tasks are healthy. Look first at why tasks stopped: 502 means that they closed connections, 504 that they timed out, 503 that none was healthy for a moment. (If no task is healthy, the alarm no-running-task or unhealthy-hosts goes off.)',
    ...manyErrors,
    metricQuery: [
      {
        id: 'errors',
        label: 'Load balancer errors while tasks are healthy',
        expression: 'IF(FILL(healthy, 0) > 0, FILL(answered, 0), 0)',
        returnData: true,
      },
      { id: 'answered', metric: { ...ofLoadBalancer, metricName: 'HTTPCode_ELB_5XX_Count', period: 60, stat: 'Sum' } },
      { id: 'healthy', metric: { ...ofTargets, metricName: 'HealthyHostCount', period: 60, stat: 'Maximum' } },
    ],
  };
}
