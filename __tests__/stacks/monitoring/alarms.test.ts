import { balanced, threeTiers } from '../../support/fixture-environment';
import { reference, resource, type SynthesizedStack, synthesized } from '../../support/synthesized';

const firewalled = { ...balanced, ingress: { kind: 'load-balanced', firewall: {} } } as const;
const stack = synthesized(firewalled);
const alarm = (id: string) => resource(stack, `aws_cloudwatch_metric_alarm.monitoring_${id}`);

function alarmsOf({ resource: { aws_cloudwatch_metric_alarm: alarms = {} } }: SynthesizedStack): string[] {
  return Object.keys(alarms)
    .map((name) => name.replace('monitoring_', ''))
    .sort();
}

const withoutLoadBalancer = ['cpu', 'memory', 'no_running_task', 'throttled_table'];
const behindLoadBalancer = ['latency_p99', 'load_balancer_5xx', 'targets_5xx', 'unhealthy_hosts'];
const all = [...withoutLoadBalancer, ...behindLoadBalancer, 'firewall_blocks'].sort();

it('watches nothing unless the environment asks for it', () => {
  expect(alarmsOf(synthesized({ ...firewalled, monitoring: undefined }))).toEqual([]);
});

it('watches tasks and table where there is no load balancer', () => {
  expect(alarmsOf(synthesized({ monitoring: {} }))).toEqual(withoutLoadBalancer);
});

it('watches the load balancer where there is one', () => {
  expect(alarmsOf(synthesized(balanced))).toEqual([...withoutLoadBalancer, ...behindLoadBalancer].sort());
});

it('watches the firewall where there is one', () => {
  expect(alarmsOf(stack)).toEqual(all);
});

it('watches hosts, NAT gateways and the database where there are any', () => {
  const more = ['database_connections', 'database_cpu', 'database_storage', 'host_fails', 'hosts_full', 'nat_ports'];
  expect(alarmsOf(synthesized(threeTiers))).toEqual([...all, ...more].sort());
});

it.each([
  ['database_storage', 'AWS/RDS', 'FreeStorageSpace', { DBInstanceIdentifier: 'aws_db_instance.profiles_database' }],
  ['database_connections', 'AWS/RDS', 'DatabaseConnections', { DBInstanceIdentifier: 'aws_db_instance' }],
  ['host_fails', 'AWS/EC2', 'StatusCheckFailed', { AutoScalingGroupName: 'aws_autoscaling_group.hosts.name' }],
  [
    'hosts_full',
    'AWS/ECS/ManagedScaling',
    'CapacityProviderReservation',
    { ClusterName: 'aws_ecs_cluster.cluster.name', CapacityProviderName: 'aws_ecs_capacity_provider.hosts.name' },
  ],
])('of three tiers, %s watches %s %s', (id, namespace, metric_name, dimensions) => {
  const watched = resource(synthesized(threeTiers), `aws_cloudwatch_metric_alarm.monitoring_${id}`);
  const parts = Object.entries(dimensions).map(([name, part]) => [name, expect.stringContaining(part)]);
  expect(watched).toMatchObject({ namespace, metric_name, dimensions: Object.fromEntries(parts) });
});

it.each([
  ['a view or a post does', balanced, 1],
  ['a large file does, where there are files', threeTiers, 10],
])('answers are slow when they take longer than %s', (_what, environment, seconds) => {
  const slow = resource(synthesized({ ...environment }), 'aws_cloudwatch_metric_alarm.monitoring_latency_p99');
  expect(slow.threshold).toBe(seconds);
});

it.each([
  ['the table', balanced, /table/, /PostgreSQL|S3/],
  ['every store, and files under way', threeTiers, /table, PostgreSQL or S3.*files under way/, /the table does/],
])('errors of the app lead first to %s', (_what, environment, says, never) => {
  const errors = resource(synthesized({ ...environment }), 'aws_cloudwatch_metric_alarm.monitoring_targets_5xx');
  expect(errors.alarm_description).toMatch(says);
  expect(errors.alarm_description).not.toMatch(never);
});

it('watches every NAT gateway', () => {
  const network = { ...threeTiers.network, nat: 'per zone' } as const;
  const { metric_query } = resource(
    synthesized({ ...threeTiers, network }),
    'aws_cloudwatch_metric_alarm.monitoring_nat_ports',
  );
  expect(JSON.stringify(metric_query)).toContain('FILL(refused0, 0) + FILL(refused1, 0)');
});

const loadBalancer = reference('aws_lb.load_balancer.arn_suffix');
const targets = { LoadBalancer: loadBalancer, TargetGroup: reference('aws_lb_target_group.load_balancer.arn_suffix') };
const service = {
  ClusterName: reference('aws_ecs_cluster.cluster.name'),
  ServiceName: reference('coalesce(one(aws_ecs_service.app[*].name), "none")'),
};

it.each([
  ['targets_5xx', 'AWS/ApplicationELB', 'HTTPCode_Target_5XX_Count', targets],
  ['load_balancer_5xx', 'AWS/ApplicationELB', 'HTTPCode_ELB_5XX_Count', { LoadBalancer: loadBalancer }],
  ['latency_p99', 'AWS/ApplicationELB', 'TargetResponseTime', targets],
  ['unhealthy_hosts', 'AWS/ApplicationELB', 'UnHealthyHostCount', targets],
  ['cpu', 'AWS/ECS', 'CPUUtilization', service],
  ['memory', 'AWS/ECS', 'MemoryUtilization', service],
  ['no_running_task', 'AWS/ECS', 'CPUUtilization', service],
  [
    'firewall_blocks',
    'AWS/WAFV2',
    'BlockedRequests',
    { WebACL: 'eight-digit-staging-firewall', Region: 'eu-central-1', Rule: 'ALL' },
  ],
])('%s watches %s %s', (id, namespace, metric, dimensions) => {
  expect(alarm(id)).toMatchObject({ namespace, metric_name: metric, dimensions });
});

it('the firewall reports under the name that its alarm watches', () => {
  expect(resource(stack, 'aws_wafv2_web_acl.load_balancer_firewall').visibility_config).toMatchObject({
    metric_name: 'eight-digit-staging-firewall',
    cloudwatch_metrics_enabled: true,
  });
});

it('no task at all rings, and needs no Container Insights: a task gives one sample a minute', () => {
  expect(alarm('no_running_task')).toMatchObject({
    statistic: 'SampleCount',
    period: 60,
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    treat_missing_data: 'breaching',
  });
});

it.each(all.filter((id) => id !== 'no_running_task'))('%s does not ring while there is nothing to measure', (id) => {
  expect(alarm(id).treat_missing_data).toBe('notBreaching');
});

it('the CPU alarm lies above everything that scaling may aim at', () => {
  expect(alarm('cpu').threshold).toBeGreaterThan(90);
});

it('latency is that of the slowest of a hundred, with few requests too', () => {
  expect(alarm('latency_p99')).toMatchObject({
    extended_statistic: 'p99',
    evaluate_low_sample_count_percentiles: 'evaluate',
  });
});

interface Query {
  readonly id: string;
  readonly expression?: string;
  readonly return_data?: boolean;
  readonly metric?: {
    readonly metric_name: string;
    readonly dimensions: Record<string, string>;
    readonly stat: string;
  };
}
const queries = alarm('throttled_table').metric_query as readonly Query[];

it('throttling counts reads and writes of the table and of its index', () => {
  const table = { TableName: reference('aws_dynamodb_table.entries.name') };
  const index = { ...table, GlobalSecondaryIndexName: 'latest' };
  expect(
    queries.flatMap(({ metric }) => metric ?? []).map((metric) => [metric.metric_name, metric.dimensions]),
  ).toEqual([
    ['ReadThrottleEvents', table],
    ['WriteThrottleEvents', table],
    ['ReadThrottleEvents', index],
    ['WriteThrottleEvents', index],
  ]);
});

it('throttling is one sum of all of them, each of which may be missing', () => {
  const ids = queries.flatMap(({ id, metric }) => (metric ? [id] : []));
  const [sum, ...others] = queries.filter(({ return_data }) => return_data);
  expect(others).toEqual([]);
  expect(sum?.expression).toBe(ids.map((id) => `FILL(${id}, 0)`).join(' + '));
});

it.each(all)('%s tells the topic that it rings and that it is over, once alarms may publish', (id) => {
  const topic = [reference('aws_sns_topic_policy.monitoring.arn')];
  expect(alarm(id)).toMatchObject({ alarm_actions: topic, ok_actions: topic });
});

it.each(all)('%s goes with the last task, so that parking pages nobody', (id) => {
  expect(alarm(id).count).toBe(resource(stack, 'aws_ecs_service.app').count);
});

it.each(all)('%s has a name of its own, and says what to look at first', (id) => {
  expect(alarm(id).alarm_name).toBe(`eight-digit-staging-${id.replaceAll('_', '-')}`);
  expect(alarm(id).alarm_description).toMatch(/Look first at /);
  expect(String(alarm(id).alarm_description).length).toBeLessThanOrEqual(1024);
});
