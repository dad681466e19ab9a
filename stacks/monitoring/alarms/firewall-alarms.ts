import { cdnRegion } from '../../../contract';
import type { Alarms } from './alarm';

/**
 * Returns the alarm of the firewall.
 * @param webAclName the name of the firewall's web ACL in its metrics
 * @param region the region of the load balancer; undefined for a CloudFront firewall
 */
export function firewallAlarms(webAclName: string, region?: string): Alarms {
  return {
    'firewall-blocks': {
      region: region === undefined ? cdnRegion : undefined,
      alarmDescription:
        'The firewall blocks more than one request per second. Look first at its log, grouped by rule and address. Many addresses and one rule mean that the rule blocks legitimate visitors (set the rule to count). Few addresses mean an attack, which the firewall already stops.',
      namespace: 'AWS/WAFV2',
      dimensions: firewallDimensions(webAclName, region),
      metricName: 'BlockedRequests',
      statistic: 'Sum',
      // The threshold of 300 requests in five minutes ignores the scanners that visit every public address: each sends only a few dozen
      // requests.
      period: 300,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
      comparisonOperator: 'GreaterThanThreshold',
      threshold: 300,
      treatMissingData: 'notBreaching',
    },
  };
}

/**
 * Returns the dimensions of a firewall's metrics. The metrics of a CloudFront firewall do not have the dimension `Region`.
 * https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
export function firewallDimensions(webAclName: string, region?: string): Record<string, string> {
  return { WebACL: webAclName, ...(region !== undefined && { Region: region }), Rule: 'ALL' };
}
