import { entriesTable, metrics } from '../../contract';
import { cdnRegion } from '../cdn/cdn-region';
import type { Environment } from '../environment';
import { metricsNamespace, physicalName } from '../names';
import type { CdnMetrics } from './cdn-alarms';
import type { DatabaseMetrics } from './database-alarms';
import type { HostMetrics } from './host-alarms';
import { firewallDimensions, type LoadBalancerMetrics } from './load-balancer-alarms';

/** A widget of the dashboard. */
export interface Widget {
  readonly type: 'alarm' | 'log' | 'metric';
  readonly properties: object;
}

/** One line of a graph: namespace, metric, names and values of dimensions, and options. */
type GraphLine = readonly (string | LineOptions)[];

interface LineOptions {
  readonly stat: string;
  readonly label?: string;
  /** The region of the metric. @default the region of the graph */
  readonly region?: string;
}

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
  const blocked = (name: string, options: LineOptions, ofRegion?: string): GraphLine => [
    'AWS/WAFV2',
    'BlockedRequests',
    ...Object.entries(firewallDimensions(name, ofRegion)).flat(),
    options,
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

/** With those that the firewall blocks or the cache answers. */
function cloudfrontRequests({ id }: CdnMetrics): GraphLine {
  const dimensions = ['DistributionId', id, 'Region', 'Global'];
  return ['AWS/CloudFront', 'Requests', ...dimensions, { ...sum('of CloudFront'), region: cdnRegion }];
}

export function serviceGraphs(environment: Environment, clusterName: string): Widget[] {
  const { region } = environment;
  const ecs = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/ECS',
    metric,
    'ClusterName',
    clusterName,
    'ServiceName',
    // A literal name: a reference to the optional service would be an expression.
    physicalName(environment, 'app', 'service'),
    { stat, label },
  ];
  const own = (metric: string, stat: string, label: string): GraphLine => [
    metricsNamespace(environment) ?? '',
    metric,
    ...Object.entries(metrics.dimensions).flat(),
    { stat, label },
  ];
  const cpuAndTasks = [
    graph(region, 'Task CPU and memory utilization (%)', [
      ecs('CPUUtilization', 'Average', 'CPU'),
      ecs('MemoryUtilization', 'Maximum', 'highest memory'),
    ]),
    graph(region, 'Running tasks', [ecs('CPUUtilization', 'SampleCount', 'tasks')]),
  ];
  // The other metrics come from the shipped app.
  if (environment.app?.container) return cpuAndTasks;
  return [
    ...cpuAndTasks,
    graph(region, 'Entries per minute', [own(metrics.stored, 'Sum', 'stored'), own(metrics.refused, 'Sum', 'refused')]),
    graph(region, 'Write latency (ms)', [
      own(metrics.storeLatency, 'p50', 'p50'),
      own(metrics.storeLatency, 'p99', 'p99'),
    ]),
  ];
}

/**
 * @param tableName the table of entries, if there is one
 * @param uploadsName the table of uploaded files, if there is one
 */
export function tableGraphs(
  { region }: Environment,
  tableName: string | undefined,
  uploadsName: string | undefined,
): Widget[] {
  const lines = (read: string, write: string): GraphLine[] => [
    ...(tableName === undefined ? [] : entriesLines(tableName, read, write)),
    ...(uploadsName === undefined ? [] : uploadLines(uploadsName, read, write)),
  ];
  return [
    graph(region, 'Capacity units per minute', lines('ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits')),
    graph(region, 'Throttled requests per minute', lines('ReadThrottleEvents', 'WriteThrottleEvents')),
  ];
}

function entriesLines(tableName: string, read: string, write: string): GraphLine[] {
  const ofTable = ['TableName', tableName];
  const ofIndex = [...ofTable, 'GlobalSecondaryIndexName', entriesTable.latestIndex.name];
  return [
    ['AWS/DynamoDB', read, ...ofTable, sum('reads of the table')],
    ['AWS/DynamoDB', write, ...ofTable, sum('writes of the table')],
    ['AWS/DynamoDB', read, ...ofIndex, sum('reads of the index')],
    ['AWS/DynamoDB', write, ...ofIndex, sum('writes of the index')],
  ];
}

function uploadLines(tableName: string, read: string, write: string): GraphLine[] {
  return [
    ['AWS/DynamoDB', read, 'TableName', tableName, sum('reads of uploads')],
    ['AWS/DynamoDB', write, 'TableName', tableName, sum('writes of uploads')],
  ];
}

export function databaseGraphs(region: string, { identifier }: DatabaseMetrics): Widget[] {
  const rds = (metric: string, stat: string, label: string): GraphLine => [
    'AWS/RDS',
    metric,
    'DBInstanceIdentifier',
    identifier,
    { stat, label },
  ];
  return [
    graph(region, 'Database CPU utilization (%)', [rds('CPUUtilization', 'Average', 'CPU')]),
    graph(region, 'Database connections', [rds('DatabaseConnections', 'Maximum', 'connections')]),
    graph(region, 'Free database storage and memory (bytes)', [
      rds('FreeStorageSpace', 'Minimum', 'storage'),
      rds('FreeableMemory', 'Minimum', 'memory'),
    ]),
    graph(region, 'Disk latency (s)', [rds('ReadLatency', 'Average', 'read'), rds('WriteLatency', 'Average', 'write')]),
  ];
}

export function hostGraphs(
  region: string,
  { autoscalingGroupName, capacityProviderName }: HostMetrics,
  clusterName: string,
): Widget[] {
  const ofGroup = (namespace: string, metric: string, stat: string, label: string): GraphLine => [
    namespace,
    metric,
    'AutoScalingGroupName',
    autoscalingGroupName,
    { stat, label },
  ];
  return [
    graph(region, 'Hosts', [
      ofGroup('AWS/AutoScaling', 'GroupInServiceInstances', 'Average', 'in service'),
      ofGroup('AWS/AutoScaling', 'GroupDesiredCapacity', 'Average', 'desired'),
      ofGroup('AWS/AutoScaling', 'GroupMaxSize', 'Average', 'maximum'),
    ]),
    graph(region, 'Capacity that the tasks need (% of the hosts)', [
      [
        'AWS/ECS/ManagedScaling',
        'CapacityProviderReservation',
        'ClusterName',
        clusterName,
        'CapacityProviderName',
        capacityProviderName,
        { stat: 'Average', label: 'reservation' },
      ],
    ]),
    graph(region, 'Host CPU utilization (%)', [
      ofGroup('AWS/EC2', 'CPUUtilization', 'Average', 'average'),
      ofGroup('AWS/EC2', 'CPUUtilization', 'Maximum', 'maximum'),
    ]),
  ];
}

export function natGraphs(region: string, natGatewayIds: readonly string[]): Widget[] {
  const lines = (metric: string, stat: string): GraphLine[] =>
    natGatewayIds.map((id) => ['AWS/NATGateway', metric, 'NatGatewayId', id, { stat }]);
  return [
    graph(region, 'Bytes sent by the NAT gateways per minute', lines('BytesOutToDestination', 'Sum')),
    graph(region, 'Connections through the NAT gateways', lines('ActiveConnectionCount', 'Maximum')),
    graph(region, 'Connections rejected because no port is free', lines('ErrorPortAllocation', 'Sum')),
  ];
}

function graph(region: string, title: string, lines: readonly GraphLine[]): Widget {
  const properties = { title, region, view: 'timeSeries', period: 60, yAxis: { left: { min: 0 } }, metrics: lines };
  return { type: 'metric', properties };
}

function sum(label: string) {
  return { stat: 'Sum', label };
}
