import { cdnRegion } from '../../../contract';
import type { Alarms } from './alarm';

export interface CdnMetrics {
  /** The id of the CloudFront distribution. */
  readonly id: string;
  /** The name of the firewall's web ACL in its metrics. @default none: there is no firewall */
  readonly webAclName?: string;
}

/**
 * Returns the alarm for a CloudFront distribution.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export function cdnAlarms({ id }: CdnMetrics): Alarms {
  const metric = (metricName: string, stat: string) => ({
    namespace: 'AWS/CloudFront',
    metricName,
    dimensions: { DistributionId: id, Region: 'Global' },
    period: 60,
    stat,
  });
  return {
    'cdn-5xx': {
      region: cdnRegion,
      alarmDescription:
        "CloudFront returns server errors. CloudFront passes on the errors of the app and the load balancer. Look first at the alarms targets-5xx and load-balancer-5xx. If neither alarm has gone off, CloudFront cannot reach the load balancer: 502 and 504 mean that somebody has changed the load balancer, its listener or its security group's rule for CloudFront.",
      metricQuery: [
        {
          id: 'errors',
          label: 'CloudFront server errors',
          // CloudFront has no metric for the number of server errors, only for their percentage.
          expression: 'FILL(percentage, 0) * FILL(requests, 0) / 100',
          returnData: true,
        },
        { id: 'percentage', metric: metric('5xxErrorRate', 'Average') },
        { id: 'requests', metric: metric('Requests', 'Sum') },
      ],
      // The condition is the same as for the errors of the load balancer.
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      comparisonOperator: 'GreaterThanOrEqualToThreshold',
      threshold: 5,
      treatMissingData: 'notBreaching',
    },
  };
}
