import type { CdnMetrics } from './alarms/cdn-alarms';
import type { DatabaseMetrics } from './alarms/database-alarms';
import type { HostMetrics } from './alarms/host-alarms';
import type { LoadBalancerMetrics } from './alarms/load-balancer-alarms';
import type { ServiceMetrics } from './alarms/service-alarms';
import type { TableMetrics } from './alarms/table-alarms';

/** The resources of an environment that have alarms and graphs. */
export interface MonitoredResources extends ServiceMetrics, TableMetrics {
  /** The load balancer. @default none: there are no metrics of requests and responses */
  readonly loadBalancer?: LoadBalancerMetrics;
  /** The CloudFront distribution. @default none */
  readonly cdn?: CdnMetrics;
  /** The EC2 instances that run the tasks. @default none: the tasks run on Fargate */
  readonly hosts?: HostMetrics;
  /** The ids of the NAT gateways. @default none */
  readonly natGatewayIds?: readonly string[];
  /** The database of profiles. @default none */
  readonly database?: DatabaseMetrics;
}
