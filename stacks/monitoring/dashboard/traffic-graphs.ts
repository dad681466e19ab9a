import { cdnRegion } from '../../../contract';
import type { CdnMetrics } from '../alarms/cdn-alarms';
import { firewallDimensions } from '../alarms/firewall-alarms';
import type { LoadBalancerMetrics } from '../alarms/load-balancer-alarms';
import { type GraphLine, graph, type LineOptions, sum, type Widget } from './graph';

export function trafficGraphs(
  region: string,
  { arnSuffix, targetGroupArnSuffix, webAclName }: LoadBalancerMetrics,
  cdn?: CdnMetrics,
): Widget[] {
  const elb = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/ApplicationELB',
    metric,
    'LoadBalancer',
    arnSuffix,
    { stat, label },
  ];
  const target = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/ApplicationELB',
    metric,
    'TargetGroup',
    targetGroupArnSuffix,
    'LoadBalancer',
    arnSuffix,
    { stat, label },
  ];
  return [
    graph(region, 'Requests per minute', [
      elb('RequestCount', 'Sum', 'all'),
      ...(webAclName ? [blocked(webAclName, sum('blocked'), region)] : []),
      ...(cdn ? [cloudfrontRequests(cdn)] : []),
      ...(cdn?.webAclName ? [blocked(cdn.webAclName, { ...sum('blocked'), region: cdnRegion })] : []),
    ]),
    graph(region, 'Errors per minute', [
      target('HTTPCode_Target_5XX_Count', 'Sum', '5xx of the app'),
      elb('HTTPCode_ELB_5XX_Count', 'Sum', '5xx of the load balancer'),
      target('HTTPCode_Target_4XX_Count', 'Sum', '4xx of the app'),
    ]),
    graph(region, 'Latency in seconds', [
      target('TargetResponseTime', 'p50', 'p50'),
      target('TargetResponseTime', 'p99', 'p99'),
    ]),
    graph(region, 'Tasks behind the load balancer', [
      target('HealthyHostCount', 'Minimum', 'healthy'),
      target('UnHealthyHostCount', 'Maximum', 'unhealthy'),
    ]),
  ];
}

/** Returns the graph line for the requests that a firewall blocks. */
function blocked(name: string, options: LineOptions, ofRegion?: string): GraphLine {
  const dimensions = Object.entries(firewallDimensions(name, ofRegion)).flat();
  return ['AWS/WAFV2', 'BlockedRequests', ...dimensions, options];
}

/**
 * Returns the graph line for all requests to CloudFront, including requests that the firewall blocks or that CloudFront serves from its
 * cache.
 */
function cloudfrontRequests({ id }: CdnMetrics): GraphLine {
  const dimensions = ['DistributionId', id, 'Region', 'Global'];
  return ['AWS/CloudFront', 'Requests', ...dimensions, { ...sum('of CloudFront'), region: cdnRegion }];
}
