import { metrics } from '../../../../contract';
import type { Changes } from '../../../support/stacks/fixture-environment';
import { balanced, threeTiers } from '../../../support/stacks/fixture-environment';
import { nameOfDimensions } from '../../../support/stacks/metric-dimensions';
import { reference, resource, synthesized } from '../../../support/stacks/synthesized';

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly type: string;
  readonly properties: {
    readonly title: string;
    readonly region?: string;
    readonly view?: string;
    readonly period?: number;
    readonly yAxis?: object;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly alarms?: readonly string[];
    readonly query?: string;
  };
}

function widgetsOf(changes: Changes): readonly Widget[] {
  const { dashboard_body } = resource(synthesized(changes), 'aws_cloudwatch_dashboard.monitoring');
  return JSON.parse(String(dashboard_body)).widgets;
}

const firewalled = { ...balanced, ingress: { kind: 'load-balanced', firewall: {} } } as const;
const widgets = widgetsOf(firewalled);

const twoGateways = { ...threeTiers, network: { ...threeTiers.network, nat: 'per zone' } } as const;

/** Describes a line of a graph: statistic, metric, dimensions, and the label if the line has one. */
function describeLine([namespace, metric, ...others]: readonly unknown[]): string {
  const { stat, label } = others.at(-1) as { readonly stat: string; readonly label?: string };
  const names = others.slice(0, -1);
  const dimensions = Object.fromEntries(
    names.flatMap((name, index) => (index % 2 === 0 ? [[String(name), names[index + 1]]] : [])),
  );
  return `${stat} of ${namespace} ${metric}, ${nameOfDimensions(dimensions)}${label ? `: ${label}` : ''}`;
}

const graphsOf = (drawn: readonly Widget[]) =>
  Object.fromEntries(
    drawn
      .filter(({ type }) => type === 'metric')
      .map(({ properties: { title, metrics = [] } }) => [title, metrics.map(describeLine)]),
  );

/** The expected lines of each graph, by the title of the graph. */
const traffic = {
  'Requests per minute': [
    'Sum of AWS/ApplicationELB RequestCount, load balancer: all',
    'Sum of AWS/WAFV2 BlockedRequests, firewall: blocked',
  ],
  'Errors per minute': [
    'Sum of AWS/ApplicationELB HTTPCode_Target_5XX_Count, targets: 5xx of the app',
    'Sum of AWS/ApplicationELB HTTPCode_ELB_5XX_Count, load balancer: 5xx of the load balancer',
    'Sum of AWS/ApplicationELB HTTPCode_Target_4XX_Count, targets: 4xx of the app',
  ],
  'Latency in seconds': [
    'p50 of AWS/ApplicationELB TargetResponseTime, targets: p50',
    'p99 of AWS/ApplicationELB TargetResponseTime, targets: p99',
  ],
  'Tasks behind the load balancer': [
    'Minimum of AWS/ApplicationELB HealthyHostCount, targets: healthy',
    'Maximum of AWS/ApplicationELB UnHealthyHostCount, targets: unhealthy',
  ],
};
const tasks = {
  'Task CPU and memory utilization (%)': [
    'Average of AWS/ECS CPUUtilization, service by name: CPU',
    'Maximum of AWS/ECS MemoryUtilization, service by name: highest memory',
  ],
  'Running tasks': ['SampleCount of AWS/ECS CPUUtilization, service by name: tasks'],
  'Entries per minute': [
    `Sum of eight-digit/prod ${metrics.stored}, app: stored`,
    `Sum of eight-digit/prod ${metrics.refused}, app: refused`,
  ],
  'Write latency (ms)': [
    `p50 of eight-digit/prod ${metrics.storeLatency}, app: p50`,
    `p99 of eight-digit/prod ${metrics.storeLatency}, app: p99`,
  ],
};
const entries = {
  'Capacity units per minute': [
    'Sum of AWS/DynamoDB ConsumedReadCapacityUnits, entries: reads of the table',
    'Sum of AWS/DynamoDB ConsumedWriteCapacityUnits, entries: writes of the table',
    'Sum of AWS/DynamoDB ConsumedReadCapacityUnits, index: reads of the index',
    'Sum of AWS/DynamoDB ConsumedWriteCapacityUnits, index: writes of the index',
  ],
  'Throttled requests per minute': [
    'Sum of AWS/DynamoDB ReadThrottleEvents, entries: reads of the table',
    'Sum of AWS/DynamoDB WriteThrottleEvents, entries: writes of the table',
    'Sum of AWS/DynamoDB ReadThrottleEvents, index: reads of the index',
    'Sum of AWS/DynamoDB WriteThrottleEvents, index: writes of the index',
  ],
};
const uploads = {
  'Capacity units per minute': [
    'Sum of AWS/DynamoDB ConsumedReadCapacityUnits, uploads: reads of uploads',
    'Sum of AWS/DynamoDB ConsumedWriteCapacityUnits, uploads: writes of uploads',
  ],
  'Throttled requests per minute': [
    'Sum of AWS/DynamoDB ReadThrottleEvents, uploads: reads of uploads',
    'Sum of AWS/DynamoDB WriteThrottleEvents, uploads: writes of uploads',
  ],
};
const withUploads = {
  'Capacity units per minute': [...entries['Capacity units per minute'], ...uploads['Capacity units per minute']],
  'Throttled requests per minute': [
    ...entries['Throttled requests per minute'],
    ...uploads['Throttled requests per minute'],
  ],
};
const database = {
  'Database CPU utilization (%)': ['Average of AWS/RDS CPUUtilization, database: CPU'],
  'Database connections': ['Maximum of AWS/RDS DatabaseConnections, database: connections'],
  'Free database storage and memory (bytes)': [
    'Minimum of AWS/RDS FreeStorageSpace, database: storage',
    'Minimum of AWS/RDS FreeableMemory, database: memory',
  ],
  'Disk latency (s)': [
    'Average of AWS/RDS ReadLatency, database: read',
    'Average of AWS/RDS WriteLatency, database: write',
  ],
};
const hosts = {
  Hosts: [
    'Average of AWS/AutoScaling GroupInServiceInstances, hosts: in service',
    'Average of AWS/AutoScaling GroupDesiredCapacity, hosts: desired',
    'Average of AWS/AutoScaling GroupMaxSize, hosts: maximum',
  ],
  'Capacity that the tasks need (% of the hosts)': [
    'Average of AWS/ECS/ManagedScaling CapacityProviderReservation, capacity provider: reservation',
  ],
  'Host CPU utilization (%)': [
    'Average of AWS/EC2 CPUUtilization, hosts: average',
    'Maximum of AWS/EC2 CPUUtilization, hosts: maximum',
  ],
};
const nat = {
  'Bytes sent by the NAT gateways per minute': [
    'Sum of AWS/NATGateway BytesOutToDestination, NAT gateway a',
    'Sum of AWS/NATGateway BytesOutToDestination, NAT gateway b',
  ],
  'Connections through the NAT gateways': [
    'Maximum of AWS/NATGateway ActiveConnectionCount, NAT gateway a',
    'Maximum of AWS/NATGateway ActiveConnectionCount, NAT gateway b',
  ],
  'Connections rejected because no port is free': [
    'Sum of AWS/NATGateway ErrorPortAllocation, NAT gateway a',
    'Sum of AWS/NATGateway ErrorPortAllocation, NAT gateway b',
  ],
};

const atCdn = {
  'Requests per minute': [
    'Sum of AWS/ApplicationELB RequestCount, load balancer: all',
    'Sum of AWS/CloudFront Requests, distribution: of CloudFront',
    'Sum of AWS/WAFV2 BlockedRequests, firewall of CloudFront: blocked',
  ],
};

describe('Dashboard', () => {
  it('has the name that is in the output dashboard_url', () => {
    const stack = synthesized(firewalled);
    const { dashboard_name } = resource(stack, 'aws_cloudwatch_dashboard.monitoring');
    expect(dashboard_name).toBe('eight-digit-staging-app');
    expect(stack.output.dashboard_url?.value).toBe(
      `https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/${dashboard_name}`,
    );
  });

  it('begins with the state of every alarm', () => {
    const account = reference('data.aws_caller_identity.current.account_id');
    const alarms = Object.values(synthesized(firewalled).resource.aws_cloudwatch_metric_alarm ?? {});
    expect(widgets[0]).toMatchObject({ type: 'alarm', properties: { title: 'Alarms' } });
    expect([...(widgets[0]?.properties.alarms ?? [])].sort()).toEqual(
      alarms.map(({ alarm_name }) => `arn:aws:cloudwatch:eu-central-1:${account}:alarm:${alarm_name}`).sort(),
    );
  });

  it.each([
    [
      'in prod',
      'everything',
      twoGateways,
      { ...traffic, ...atCdn, ...tasks, ...withUploads, ...database, ...hosts, ...nat },
    ],
    ['with a firewall', 'blocked requests', { ...firewalled, name: 'prod' }, { ...traffic, ...tasks, ...entries }],
    [
      'without optional parts',
      'only the tasks and the table',
      { name: 'prod', monitoring: {} },
      { ...tasks, ...entries },
    ],
    [
      'without a firewall',
      'no blocked requests',
      { ...balanced, name: 'prod' },
      { ...traffic, 'Requests per minute': traffic['Requests per minute'].slice(0, 1), ...tasks, ...entries },
    ],
  ])('draws the parts of the environment: %s, %s', (_which, _what, changes, expected) => {
    expect(graphsOf(widgetsOf(changes))).toEqual(expected);
  });

  it('takes the metrics and alarms of CloudFront from us-east-1', () => {
    const shown = widgetsOf(threeTiers);
    const requests = shown.find(({ properties: { title } }) => title === 'Requests per minute');
    const regions = requests?.properties.metrics?.map((line) => (line.at(-1) as { readonly region?: string }).region);
    expect(regions).toEqual([undefined, 'us-east-1', 'us-east-1']);
    const names = shown[0]?.properties.alarms?.filter((arn) => arn.includes(':us-east-1:'));
    expect(names?.map((arn) => arn.split(':').at(-1))).toEqual([
      'eight-digit-prod-cdn-5xx',
      'eight-digit-prod-firewall-blocks',
    ]);
  });

  it('draws every graph in periods of one minute, with an axis that starts at zero', () => {
    const { region, view, period, yAxis } = widgets.find(({ type }) => type === 'metric')?.properties ?? {};
    expect({ region, view, period, yAxis }).toEqual({
      region: 'eu-central-1',
      view: 'timeSeries',
      period: 60,
      yAxis: { left: { min: 0 } },
    });
  });

  it('shows the latest errors from the log of the app', () => {
    const fields = '@timestamp, level, status, path, err.message, err.cause.message, requestId, version';
    expect(widgets.at(-1)).toMatchObject({
      type: 'log',
      properties: {
        title: 'Latest errors',
        view: 'table',
        query: `SOURCE '${reference('aws_cloudwatch_log_group.app.name')}' | fields ${fields} | filter level like /warn|error|fatal/ | sort @timestamp desc | limit 20`,
      },
    });
  });

  it.each([
    ['with a load balancer', firewalled],
    ['without a load balancer', { monitoring: {} }],
  ])('fills its 24 columns without gaps or overlaps, %s', (_title, changes) => {
    const cells = widgetsOf(changes).flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`),
    );
    const height = cells.length / 24;
    const grid = Array.from({ length: height * 24 }, (_, cell) => `${cell % 24},${Math.floor(cell / 24)}`);
    expect(cells.sort()).toEqual(grid.sort());
  });

  it('without CloudFront, uses metrics and logs only from the region of the environment', () => {
    const regions = widgets.filter(({ type }) => type !== 'alarm').map(({ properties }) => properties.region);
    expect(new Set(regions)).toEqual(new Set(['eu-central-1']));
  });

  it('contains only simple references, because JSON escapes would break other expressions', () => {
    const { dashboard_body } = resource(synthesized(firewalled), 'aws_cloudwatch_dashboard.monitoring');
    const references = String(dashboard_body).match(/\$\{[^}]*\}/g) ?? [];
    expect(references.filter((text) => !/^\$\{[a-z0-9_.]+\.(name|arn_suffix|account_id)\}$/.test(text))).toEqual([]);
  });
});
