import { stackReport } from '../../../tools/cost/cost-report';
import { scenarios } from '../../../tools/cost/usage/scenarios';
import { type costsOf, costsOfResources, resourcesOf } from '../../support/stacks/cost';
import { balanced, fixture } from '../../support/stacks/fixture-environment';
import { reference, synthesized } from '../../support/stacks/synthesized';

/** Returns the totals of the scenarios parked, idle, light and busy, in US dollars with cents. */
function amounts(report: ReturnType<typeof costsOf>): readonly string[] {
  return scenarios.map((scenario) => report.totals.all[scenario].toFixed(2));
}

function always(usd: number): readonly string[] {
  return scenarios.map(() => usd.toFixed(2));
}

const gp3 = { type: 'gp3', size: 100 };
const disk = { volume_type: 'gp3', volume_size: 8 };
const database = { engine: 'postgres', instance_class: 'db.t4g.micro', allocated_storage: 20, storage_type: 'gp3' };
const table = { billing_mode: 'PAY_PER_REQUEST' };
const alarm = { metric_name: 'Errors', namespace: 'App', period: 60 };
const definition = { cpu: '256', memory: '512', container_definitions: '[]' };
const target = { service_namespace: 'ecs', resource_id: 'service/x/y', min_capacity: 1, max_capacity: 2 };

/** Returns the JSON of a Fargate service and its task definition. */
function service(values: object, task: object = {}) {
  return {
    aws_ecs_service: {
      one: { launch_type: 'FARGATE', task_definition: reference('aws_ecs_task_definition.one.arn'), ...values },
    },
    aws_ecs_task_definition: { one: { ...definition, ...task } },
  };
}

/** Returns the JSON of an autoscaling group and its launch template. */
function hosts(template: object, group: object = {}) {
  const values = { instance_type: 't4g.small', block_device_mappings: [{ ebs: disk }], ...template };
  return {
    aws_autoscaling_group: {
      one: { min_size: 1, max_size: 1, launch_template: { id: reference('aws_launch_template.one.id') }, ...group },
    },
    aws_launch_template: { one: values },
  };
}

describe('Costs of resources that a user adds to a stack', () => {
  it.each<[string, object, readonly string[]]>([
    ['three NAT gateways if count is a number', { aws_nat_gateway: { one: { count: 3 } } }, always(3 * 730 * 0.052)],
    ['three NAT gateways if count is a string', { aws_nat_gateway: { one: { count: '3' } } }, always(3 * 730 * 0.052)],
    ['no NAT gateway if count is 0', { aws_nat_gateway: { one: { count: 0 } } }, always(0)],
    [
      'an IP address for each key in for_each',
      { aws_eip: { one: { for_each: { a: {}, b: {} } } } },
      always(2 * 730 * 0.005),
    ],
    [
      'an IP address for each string in for_each',
      { aws_eip: { one: { for_each: reference('toset(["a", "b"])') } } },
      always(2 * 730 * 0.005),
    ],
    // The scenario "busy" assumes 10 million write units, 100 million read units, and 10 GB.
    [
      'a DynamoDB table',
      { aws_dynamodb_table: { one: table } },
      ['0.31', '0.31', '0.37', (7.625 + 15.25 + 3.06).toFixed(2)],
    ],
    ['an EBS volume', { aws_ebs_volume: { one: gp3 } }, always(100 * 0.0952)],
    [
      'all disks of an EC2 instance, and the IP address that its subnet assigns',
      {
        aws_instance: {
          one: {
            instance_type: 't3.small',
            subnet_id: reference('aws_subnet.one.id'),
            root_block_device: disk,
            ebs_block_device: [{ ...disk, volume_size: 500 }],
          },
        },
        aws_subnet: { one: { map_public_ip_on_launch: true } },
      },
      always(730 * (0.024 + 0.005) + 508 * 0.0952),
    ],
    [
      'the metric of a log metric filter',
      { aws_cloudwatch_log_metric_filter: { one: { metric_transformation: [{}] } } },
      always(0.3),
    ],
    [
      'a database in us-east-1, at the price of that region',
      { aws_db_instance: { one: { ...database, region: 'us-east-1' } } },
      always(730 * 0.016 + 20 * 0.115),
    ],
    [
      'the desired capacity of an autoscaling group that ECS does not scale',
      hosts({}, { min_size: 0, max_size: 5, desired_capacity: 5 }),
      always(5 * (730 * 0.0192 + 8 * 0.0952)),
    ],
    ['a KMS key', { aws_kms_key: { one: {} } }, always(1)],
    ['a secret', { aws_secretsmanager_secret: { one: {} } }, always(0.4)],
    ['a Route 53 zone', { aws_route53_zone: { one: { name: 'example.com' } } }, always(0.5)],
  ])('include %s', (_, resources, expected) => {
    const report = costsOfResources(resources);
    expect(report.unpriced).toEqual([]);
    expect(amounts(report)).toEqual(expected);
  });

  it.each<[type: string, values: object]>([
    ['aws_lb', { subnets: ['subnet-1', 'subnet-2'] }],
    ['aws_cloudfront_distribution', {}],
    ['aws_wafv2_web_acl', { scope: 'REGIONAL' }],
  ])('contain the same traffic, whether one or two resources of the type %s share it', (type, values) => {
    const { use: one } = costsOfResources({ [type]: { one: values } }).totals;
    const { use: two } = costsOfResources({ [type]: { one: values, two: values } }).totals;
    expect(one.busy).toBeGreaterThan(0);
    expect(two.busy).toBeCloseTo(one.busy);
  });

  it.each<[reason: string, type: string, values: object]>([
    [`count = ${reference('length(var.zones)')}`, 'aws_nat_gateway', { count: reference('length(var.zones)') }],
    [`for_each = ${reference('var.zones')}`, 'aws_nat_gateway', { for_each: reference('var.zones') }],
    ['provider = aws.unknown', 'aws_nat_gateway', { provider: 'aws.unknown' }],
    ['no price for nat-hour in eu-west-9', 'aws_nat_gateway', { provider: 'aws.elsewhere' }],
    ['no price for nat-hour in eu-west-9', 'aws_nat_gateway', { region: 'eu-west-9' }],
    ['availability_mode = regional', 'aws_nat_gateway', { availability_mode: 'regional' }],
    ['type = io2', 'aws_ebs_volume', { ...gp3, type: 'io2' }],
    ['type is not set', 'aws_ebs_volume', { size: 100 }],
    ['iops = 20000', 'aws_ebs_volume', { ...gp3, iops: 20_000 }],
    ['size is not set', 'aws_ebs_volume', { type: 'gp3', snapshot_id: 'snap-1' }],
    [`size = ${reference('var.size')}`, 'aws_ebs_volume', { ...gp3, size: reference('var.size') }],
    [
      'no price for u-24tb1.metal in eu-central-1',
      'aws_instance',
      { instance_type: 'u-24tb1.metal', root_block_device: disk },
    ],
    ['root_block_device is not set', 'aws_instance', { instance_type: 't3.small' }],
    [
      'ebs_block_device.volume_type = io1',
      'aws_instance',
      { instance_type: 't3.small', root_block_device: disk, ebs_block_device: [{ ...disk, volume_type: 'io1' }] },
    ],
    ['no price for db.t4g.medium in eu-central-1', 'aws_db_instance', { ...database, instance_class: 'db.t4g.medium' }],
    ['engine_version = 11', 'aws_db_instance', { ...database, engine_version: '11' }],
    ['engine = mysql', 'aws_db_instance', { ...database, engine: 'mysql' }],
    ['storage_type = io1', 'aws_db_instance', { ...database, storage_type: 'io1', iops: 10_000 }],
    [
      'allocated_storage is not set',
      'aws_db_instance',
      { ...database, allocated_storage: undefined, replicate_source_db: 'x' },
    ],
    ['billing_mode is not set', 'aws_dynamodb_table', {}],
    [
      'replica = [{"region_name":"us-east-1"}]',
      'aws_dynamodb_table',
      { ...table, replica: [{ region_name: 'us-east-1' }] },
    ],
    [
      'metric_transformation.dimensions = {"a":"$.a"}',
      'aws_cloudwatch_log_metric_filter',
      { metric_transformation: [{ dimensions: { a: '$.a' } }] },
    ],
    ['setting.value = enhanced', 'aws_ecs_cluster', { setting: [{ name: 'containerInsights', value: 'enhanced' }] }],
    ['period = 10', 'aws_cloudwatch_metric_alarm', { ...alarm, period: 10 }],
    ['threshold_metric_id = e1', 'aws_cloudwatch_metric_alarm', { threshold_metric_id: 'e1' }],
    [
      'metric_query.expression = SELECT ',
      'aws_cloudwatch_metric_alarm',
      { metric_query: [{ expression: 'SELECT AVG(CPUUtilization) FROM "AWS/EC2"' }] },
    ],
    ['dynamic "metric"', 'aws_cloudwatch_metric_alarm', { metric_query: [{ dynamic: { metric: {} } }] }],
    ['dynamic "replica"', 'aws_dynamodb_table', { ...table, dynamic: [{ replica: {} }] }],
    ['dynamic "rule"', 'aws_wafv2_web_acl', { dynamic: { rule: { content: {} } } }],
    ['rule_json = []', 'aws_wafv2_web_acl', { rule_json: '[]' }],
    [
      'rule = AWSManagedRulesBotControlRuleSet',
      'aws_wafv2_web_acl',
      {
        rule: [
          {
            statement: {
              managed_rule_group_statement: { name: 'AWSManagedRulesBotControlRuleSet', vendor_name: 'AWS' },
            },
          },
        ],
      },
    ],
    ['vpc_endpoint_type = GatewayLoadBalancer', 'aws_vpc_endpoint', { vpc_endpoint_type: 'GatewayLoadBalancer' }],
    ['load_balancer_type = network', 'aws_lb', { load_balancer_type: 'network', subnets: ['subnet-1'] }],
    [
      'rule.transition = [{"days":30}]',
      'aws_s3_bucket_lifecycle_configuration',
      { rule: [{ transition: [{ days: 30 }] }] },
    ],
    ['launch_type is not set', 'aws_ecs_service', {}],
    ['no price for aws_appautoscaling_scheduled_action', 'aws_appautoscaling_scheduled_action', {}],
    ['no price for aws_lambda_function', 'aws_lambda_function', {}],
  ])('leave out a resource and give the reason "%s": %s', (reason, type, values) => {
    expect(costsOfResources({ [type]: { one: values } }).unpriced).toContainEqual({ address: `${type}.one`, reason });
  });

  it.each<[string, object]>([
    ['aws_ecs_task_definition.one: cpu = 1 vCPU', service({}, { cpu: '1 vCPU', memory: '2 GB' })],
    [
      'aws_ecs_task_definition.one: runtime_platform.operating_system_family = WINDOWS_SERVER_2022_CORE',
      service({}, { runtime_platform: { operating_system_family: 'WINDOWS_SERVER_2022_CORE' } }),
    ],
    [
      'aws_ecs_task_definition.one: ephemeral_storage.size_in_gib = 200',
      service({}, { ephemeral_storage: { size_in_gib: 200 } }),
    ],
    [`desired_count = ${reference('var.tasks')}`, service({ desired_count: reference('var.tasks') })],
    [
      `aws_appautoscaling_target.one: max_capacity = ${reference('var.max')}`,
      {
        ...service({ name: 'y' }),
        aws_appautoscaling_target: { one: { ...target, max_capacity: reference('var.max') } },
      },
    ],
    ['aws_launch_template.one: block_device_mappings is not set', hosts({ block_device_mappings: undefined })],
    [
      'aws_launch_template.one: image_id = windows',
      hosts({ image_id: 'resolve:ssm:/aws/service/ami-windows-latest/x' }),
    ],
    ['mixed_instances_policy = [{}]', hosts({}, { mixed_instances_policy: [{}] })],
  ])('leave out a service or an autoscaling group and give the reason "%s"', (reason, resources) => {
    expect(costsOfResources(resources).unpriced.map((one) => one.reason)).toEqual([reason]);
  });

  it("count the tasks of the app and of a worker separately, and ignore a table's autoscaling", () => {
    const json = synthesized(balanced);
    const { app } = json.resource.aws_ecs_service ?? {};
    const withMore = {
      ...json,
      resource: {
        ...json.resource,
        aws_ecs_service: {
          app,
          worker: {
            name: 'worker',
            launch_type: 'FARGATE',
            desired_count: 1,
            task_definition: reference('aws_ecs_task_definition.worker.arn'),
          },
        },
        aws_ecs_task_definition: { ...json.resource.aws_ecs_task_definition, worker: definition },
        aws_appautoscaling_target: {
          table: { ...target, service_namespace: 'dynamodb', resource_id: 'table/x', min_capacity: 5, max_capacity: 9 },
          ...json.resource.aws_appautoscaling_target,
        },
      },
    };
    const { rows } = stackReport(resourcesOf(withMore as typeof json));
    const hours = (address: string) =>
      rows.find((row) => row.address === address && row.unit === 'vCPU hour')?.quantities;
    const vcpuHours = 730 * (fixture.compute.cpu / 1024);
    expect(hours('aws_ecs_service.worker')).toEqual({ parked: 0, idle: vcpuHours, light: vcpuHours, busy: vcpuHours });
    expect(hours('aws_ecs_service.app')).toEqual({
      parked: 0,
      idle: 2 * vcpuHours,
      light: 2 * vcpuHours,
      busy: 4 * vcpuHours,
    });
  });
});
