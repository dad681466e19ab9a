import { type Alarms, minutes } from './alarm';

export interface LoadBalancerMetrics {
  readonly arnSuffix: string;
  readonly targetGroupArnSuffix: string;
  /** The metric name of the firewall's web ACL. @default none */
  readonly firewallName?: string;
}

/** What the alarms go by where the app has its table alone. */
const entriesAlone = {
  unavailable: '503 means that the table does not answer (is it throttled, is it there, may the task role call it?)',
  slowSeconds: 1,
  slow: 'a second',
};

/** And where it has other stores besides, and files. */
const withProfiles = {
  unavailable:
    '503 means that a store does not answer, a table, PostgreSQL or S3 (the error says which: is it there, is it full or throttled, may the task role call it?), or that a task has as many files under way as it takes',
  // A file of 10 MiB takes as long as its sender's line: ten seconds at a megabyte a second.
  slowSeconds: 10,
  slow: '10 seconds, which uploads alone do not',
};

/** @param hasProfiles whether the app has other stores than its table */
export function loadBalancerAlarms(
  { arnSuffix, targetGroupArnSuffix }: LoadBalancerMetrics,
  hasProfiles: boolean,
): Alarms {
  const ofLoadBalancer = { namespace: 'AWS/ApplicationELB', dimensions: { LoadBalancer: arnSuffix } };
  const ofTargets = {
    namespace: 'AWS/ApplicationELB',
    dimensions: { LoadBalancer: arnSuffix, TargetGroup: targetGroupArnSuffix },
  };
  // A moment of the table, or one broken client, makes fewer, or not for minutes.
  const manyErrors = {
    evaluationPeriods: 5,
    datapointsToAlarm: 3,
    comparisonOperator: 'GreaterThanOrEqualToThreshold',
    threshold: 5,
    // Errors are counted only while there are any.
    treatMissingData: 'notBreaching',
  } as const;
  const { unavailable, slowSeconds, slow } = hasProfiles ? withProfiles : entriesAlone;
  return {
    'targets-5xx': {
      ...ofTargets,
      ...manyErrors,
      period: 60,
      statistic: 'Sum',
      alarmDescription: `The app answers with errors. Look first at the last errors on the dashboard: ${unavailable}; 500 is a mistake in the app: deploy the image before.`,
      metricName: 'HTTPCode_Target_5XX_Count',
    },
    'load-balancer-5xx': {
      alarmDescription:
        'The load balancer itself returns errors although tasks are healthy. Look first at why tasks stopped: 502 means that they closed connections, 504 that they timed out, 503 that none was healthy for a moment. (If no task is healthy, no-running-task or unhealthy-hosts rings.)',
      ...manyErrors,
      metricQuery: [
        {
          id: 'errors',
          label: 'Errors of the load balancer while tasks are healthy',
          // Without tasks each request is a 503: an app that was parked must not ring when it runs again.
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
      alarmDescription: `One answer in a hundred takes more than ${slow}. Look first at the latency of the store on the dashboard, then at the CPU of the tasks: one of them is what answers wait for.`,
      metricName: 'TargetResponseTime',
      extendedStatistic: 'p99',
      // With few requests it is the slowest of them that counts, hence minutes; ignoring them would leave small apps without.
      evaluateLowSampleCountPercentiles: 'evaluate',
      ...minutes(3, { of: 5 }),
      // Views take milliseconds and posts some ten; the app itself gives up on the table after 1.5 s.
      comparisonOperator: 'GreaterThanThreshold',
      threshold: slowSeconds,
      treatMissingData: 'notBreaching',
    },
    'unhealthy-hosts': {
      ...ofTargets,
      alarmDescription:
        'A task does not answer its health check, and ECS has not replaced it. Look first at the events of the ECS service, then at the log of that task.',
      metricName: 'UnHealthyHostCount',
      statistic: 'Maximum',
      // Two failed checks make a task unhealthy, and ECS has a new one in its place within about three minutes.
      ...minutes(5, { of: 5 }),
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      // Without targets there is no count, and no-running-task rings.
      treatMissingData: 'notBreaching',
    },
  };
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html */
export function firewallAlarms(webAclName: string, region: string): Alarms {
  return {
    'firewall-blocks': {
      alarmDescription:
        'The firewall refuses requests at more than one a second. Look first at its log, grouped by rule and address: many addresses and one rule are visitors whom a rule takes for attackers (set it to count); few addresses are an attack, which is being dealt with.',
      namespace: 'AWS/WAFV2',
      dimensions: { WebACL: webAclName, Region: region, Rule: 'ALL' },
      metricName: 'BlockedRequests',
      statistic: 'Sum',
      // Scanners, which find every address, try some dozens of paths.
      period: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 300,
      treatMissingData: 'notBreaching',
    },
  };
}
