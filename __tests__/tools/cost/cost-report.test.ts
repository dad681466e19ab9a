import { type CostReport, costReport } from '../../../tools/cost/cost-report';
import { PriceList } from '../../../tools/cost/price-list';
import { synthesizedResources } from '../../../tools/cost/stack-resources';
import type { Scenario } from '../../../tools/cost/usage';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { addedResources, pairwiseEnvironments } from '../../support/stacks/combinations';
import { costsOf, resourcesOf } from '../../support/stacks/cost';
import { complete } from '../../support/stacks/fixture-bootstrap';
import { balanced, threeTiers } from '../../support/stacks/fixture-environment';
import { synthesizedBootstrap } from '../../support/stacks/synthesized-bootstrap';

/** The dollars of one price in one scenario, rounded to cents. */
function usd({ rows }: CostReport, scenario: Scenario, address: string, price: string): number {
  const found = rows.filter((row) => row.address === address && row.price === price);
  return cents(found.reduce((sum, row) => sum + row.usd[scenario], 0));
}

function cents(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The report of resources that no stack defines, in Terraform's JSON. */
function reportOf(resource: object): CostReport {
  const document = { provider: { aws: [{ region: 'eu-central-1' }] }, resource };
  return costReport(synthesizedResources(new SynthesizedStack(document as never)), new PriceList('eu-central-1'));
}

const dev = costsOf({});
const staging = costsOf(balanced);
const prod = costsOf(threeTiers);

describe('CostReport, by hand', () => {
  // Prices of eu-central-1; a month has 730 hours. Each figure is written as it would be calculated on paper.
  it.each<[string, CostReport, Scenario, string, string, number]>([
    ['0.25 vCPU of a task', dev, 'idle', 'aws_ecs_service.app', 'fargate-arm-vcpu', 730 * 0.25 * 0.03725],
    ['0.5 GB of a task', dev, 'idle', 'aws_ecs_service.app', 'fargate-arm-memory', 730 * 0.5 * 0.00409],
    ['the address of a task', dev, 'idle', 'aws_ecs_service.app', 'ipv4-address', 730 * 0.005],
    ['ten images of 0.08 GB', dev, 'idle', 'aws_ecr_repository.images', 'image-storage', 10 * 0.08 * 0.1],
    // 10,000 views of 10,000 bytes and 1,000 entries of 6,000 bytes in each of 30.4 days.
    ['data to the internet', dev, 'light', 'aws_ecs_service.app', 'data-out', (30.4167 * 106e6 * 0.09) / 1024 ** 3],
    // 1,000 entries a day, each also in the index.
    ['writes', dev, 'light', 'aws_dynamodb_table.entries', 'table-write', (1_000 * 30.4167 * 2 * 0.7625) / 1e6],
    // Half a unit for each view, one for each entry.
    ['reads', dev, 'light', 'aws_dynamodb_table.entries', 'table-read', (6_000 * 30.4167 * 0.1525) / 1e6],
    // 32,000 requests a day, of 500 bytes each; the task writes 43,800 lines of 450 bytes.
    [
      'the log of the app',
      dev,
      'light',
      'aws_cloudwatch_log_group.app',
      'log-ingestion',
      ((32_000 * 30.4167 * 500 + 43_800 * 450) / 1024 ** 3) * 0.63,
    ],
    ['two tasks', staging, 'idle', 'aws_ecs_service.app', 'fargate-arm-vcpu', 2 * 730 * 0.25 * 0.03725],
    // 6,000 requests a minute are six tasks with 1,000 each; the maximum is four.
    ['four tasks', staging, 'busy', 'aws_ecs_service.app', 'fargate-arm-vcpu', 4 * 730 * 0.25 * 0.03725],
    ['a load balancer', staging, 'idle', 'aws_lb.load_balancer', 'load-balancer-hour', 730 * 0.027],
    ['its addresses in three zones', staging, 'parked', 'aws_lb.load_balancer', 'ipv4-address', 3 * 730 * 0.005],
    // 31.25 views and 3.125 entries a second, and requests of 1,000 bytes: this is the largest of the three dimensions.
    [
      'capacity units by their data',
      staging,
      'busy',
      'aws_lb.load_balancer',
      'load-balancer-lcu',
      (((31.25 * 10_000 + 3.125 * 6_000 + 100 * 1_000) * 3_600) / 1024 ** 3) * 730 * 0.008,
    ],
    ['no capacity units without visitors', staging, 'idle', 'aws_lb.load_balancer', 'load-balancer-lcu', 0],
    ['a dashboard', staging, 'parked', 'aws_cloudwatch_dashboard.monitoring', 'dashboard', 3],
    [
      'an alarm with four metrics',
      staging,
      'idle',
      'aws_cloudwatch_metric_alarm.monitoring_throttled_table',
      'alarm',
      0.4,
    ],
    ['no alarm while parked', staging, 'parked', 'aws_cloudwatch_metric_alarm.monitoring_cpu', 'alarm', 0],
    ['three metrics without entries', staging, 'idle', 'aws_ecs_service.app', 'metric', 3 * 0.3],
    ['two hosts', prod, 'parked', 'aws_autoscaling_group.hosts', 'instance:t4g.small', 2 * 730 * 0.0192],
    ['their disks of 30 GB', prod, 'idle', 'aws_autoscaling_group.hosts', 'disk-gp3', 2 * 30 * 0.0952],
    ['a NAT gateway', prod, 'idle', 'aws_nat_gateway.network_nat_a', 'nat-hour', 730 * 0.052],
    ['its address', prod, 'idle', 'aws_eip.network_nat_a', 'ipv4-address', 730 * 0.005],
    ['a database', prod, 'idle', 'aws_db_instance.profiles_database', 'database:db.t4g.micro', 730 * 0.019],
    ['its 20 GB', prod, 'idle', 'aws_db_instance.profiles_database', 'database-storage', 20 * 0.137],
    ['its secret', prod, 'idle', 'aws_db_instance.profiles_database', 'secret', 0.4],
    ['a web ACL', prod, 'idle', 'aws_wafv2_web_acl.cdn_firewall', 'firewall-acl', 5],
    ['its six rules', prod, 'idle', 'aws_wafv2_web_acl.cdn_firewall', 'firewall-rule', 6],
    // 100 requests in each of 2,628,000 seconds.
    [
      'its requests',
      prod,
      'busy',
      'aws_wafv2_web_acl.cdn_firewall',
      'firewall-request',
      ((100 * 2_628_000) / 1e6) * 0.6,
    ],
  ])('prices %s', (_, report, scenario, address, price, expected) => {
    expect(usd(report, scenario, address, price)).toBe(cents(expected));
  });

  it.each<[string, CostReport, Scenario, number]>([
    ['dev', dev, 'idle', 12.04],
    ['dev, parked', dev, 'parked', 0.08],
    ['staging', staging, 'idle', 59.75],
    ['prod', prod, 'idle', 130],
  ])('adds the rows of %s', (_, { totals }, scenario, expected) => {
    expect(cents(totals.all[scenario])).toBe(expected);
  });
});

describe('CostReport', () => {
  it.each<[string, CostReport]>([
    ['dev', dev],
    ['staging', staging],
    ['prod', prod],
  ])('has a price for each resource of %s', (_, { unpriced }) => {
    expect(unpriced).toEqual([]);
  });

  it('has a price for each resource of the bootstrap', () => {
    const resources = resourcesOf(synthesizedBootstrap(complete));
    expect(costReport(resources, new PriceList(resources.region)).unpriced).toEqual([]);
  });

  it('has a price for each resource of three mixtures, except a kind of resource that only tests know', () => {
    const unpriced = pairwiseEnvironments.slice(0, 3).flatMap(({ changes }) => costsOf(changes).unpriced);
    expect(unpriced.filter(({ reason }) => reason !== 'no price of aws_kinesis_stream')).toEqual([]);
  });

  it('lists a type without a price, and does not count it as 0', () => {
    const report = costsOf({ resources: addedResources });
    expect(report.unpriced).toEqual([
      { address: 'aws_kinesis_stream.resources_clicks', reason: 'no price of aws_kinesis_stream' },
    ]);
    expect(report.rows.map(({ type }) => type)).not.toContain('aws_kinesis_stream');
  });

  it('lists an instance type without a price', () => {
    const { unpriced } = reportOf({ aws_instance: { one: { instance_type: 'u-24tb1.metal' } } });
    expect(unpriced).toEqual([
      { address: 'aws_instance.one', reason: 'no price "instance:u-24tb1.metal" in eu-central-1' },
    ]);
  });

  it('separates costs by the hour from costs per use', () => {
    expect(cents(staging.totals.fixed.idle + staging.totals.use.idle)).toBe(cents(staging.totals.all.idle));
    expect(cents(staging.totals.fixed.idle)).toBe(59.64);
  });

  it('does not subtract the free amounts of an account, but reports them', () => {
    // Ten alarms and ten metrics are free; staging has twelve alarm metrics and three metrics. A dashboard and the log of two idle tasks.
    expect(cents(staging.free.idle)).toBe(cents(10 * 0.1 + 3 * 0.3 + 3 + (2 * 43_800 * 450 * 0.63) / 1024 ** 3));
  });
});
