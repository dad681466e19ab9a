import { type Alarms, minutes } from './alarm';

export interface LoadBalancerMetrics {
  readonly arnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** The metric name of the firewall's web ACL. @default none */
  readonly webAclName?: string;
}

/** The descriptions and thresholds of the alarms if the environment has no profiles. */
const entriesOnly = {
  unavailable:
    '503 means that the table is unavailable (is it throttled, does it exist, does the task role have permission?)',
  slowSeconds: 1,
  slow: 'one second',
};

/** The descriptions and thresholds of the alarms if the environment has profiles. */
const withProfiles = {
  unavailable:
    '503 has two possible causes. A task has reached its limit of concurrent uploads and downloads, or a store is unavailable: a table, PostgreSQL or S3. The error names the store. Check that it exists, that it is not full or throttled, and that the task role has permission',
  // An upload of 10 MiB takes ten seconds at one MB per second.
  slowSeconds: 10,
  slow: '10 seconds, more than uploads explain',
};

/**
 * The alarms that roll back a deployment: those for errors and latency that visitors notice. They depend only on the load balancer, so they
 * exist before the service. Without data, they are in the state OK.
 */
export const rollbackAlarms: readonly string[] = ['targets-5xx', 'latency-p99'];

/** @param hasProfiles whether the app has other stores than the table of entries */
export function loadBalancerAlarms(
  { arnSuffix, targetGroupArnSuffix }: LoadBalancerMetrics,
  hasProfiles: boolean,
): Alarms {
  const ofLoadBalancer = { namespace: 'AWS/ApplicationELB', dimensions: { LoadBalancer: arnSuffix } };
  const ofTargets = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: arnSuffix, TargetGroup: targetGroupArnSuffix },
  };
  // A short failure of the table or one faulty client causes fewer errors, or stops sooner.
  const manyErrors = {
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 5,
    // The metric has data only while there are errors.
    treatMissingData: 'notBreaching',
  } as const;
  const { unavailable, slowSeconds, slow } = hasProfiles ? withProfiles : entriesOnly;
  return {
    'targets-5xx': {
      ...ofTargets,
      ...manyErrors,
      period: 60,
      statistic: 'Sum',
      alarmDescription: `The app returns server errors. Look first at the latest errors on the dashboard: ${unavailable}. 500 is a bug in the app: deploy the previous image.`,
      metricName: 'HTTPCode_Target_5XX_Count',
    },
    'load-balancer-5xx': {
      alarmDescription:
        'The load balancer itself returns errors although tasks are healthy. Look first at why tasks stopped: 502 means that they closed connections, 504 that they timed out, 503 that none was healthy for a moment. (If no task is healthy, the alarm no-running-task or unhealthy-hosts starts.)',
      ...manyErrors,
      metricQuery: [
        {
          id: 'errors',
          label: 'Load balancer errors while tasks are healthy',
          // Without tasks, each request returns 503. The alarm must not count these responses when the app starts again.
          expression: 'IF(FILL(healthy, 0) > 0, FILL(answered, 0), 0)',
          returnData: true,
        },
        {
          id: 'answered',
          metric: { ...ofLoadBalancer, metricName: 'HTTPCode_ELB_5XX_Count', period: 60, stat: 'Sum' },
        },
        { id: 'healthy', metric: { ...ofTargets, metricName: 'HealthyHostCount', period: 60, stat: 'Maximum' } },
      ],
    },
    'latency-p99': {
      ...ofTargets,
      alarmDescription: `One response in a hundred takes more than ${slow}. Look first at the latency of writes on the dashboard, then at the CPU of the tasks. One of them is the cause.`,
      metricName: 'TargetResponseTime',
      extendedStatistic: 'p99',
      // With few requests, p99 is the slowest one, so several minutes must be slow. Ignoring minutes with few requests would disable the
      // alarm for small apps.
      evaluateLowSampleCountPercentiles: 'evaluate',
      ...minutes(3, { of: 5 }),
      // A page takes milliseconds, a post about ten. The app's timeout for the table is 1.5 s.
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
      // Two failed checks make a task unhealthy, and ECS replaces it within about three minutes.
      ...minutes(5, { of: 5 }),
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      // Without targets, there is no data, and the alarm no-running-task starts.
      treatMissingData: 'notBreaching',
    },
  };
}
