import {
  aNumber,
  atLeast,
  atMost,
  isUnset,
  literal,
  off,
  oneOf,
  optionalNumber,
  unset,
  unsetOr,
  type ValueCheck,
  without,
} from './value-checks';

/**
 * The checks of arguments: whether the price for the argument's value is known. A key is an argument, or a path in blocks such as
 * `ebs.iops`.
 */
export type ArgumentChecks = Readonly<Record<string, ValueCheck>>;

/**
 * The checks of a gp3 volume. Its price is known if the storage price includes its IOPS and throughput.
 * https://aws.amazon.com/ebs/pricing/
 */
function gp3(path: string, { size = 'volume_size', type = 'volume_type' } = {}): ArgumentChecks {
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  return {
    [at(type)]: oneOf('gp3'),
    [at(size)]: aNumber,
    [at('iops')]: atMost(3_000),
    [at('throughput')]: atMost(125),
  };
}

const notWindows = without(/windows|rhel|suse|sql/i);
const orStrategy: ValueCheck = (value, { capacity_provider_strategy: strategy }) =>
  isUnset(value) ? !isUnset(strategy) : value === 'FARGATE' || value === 'EC2';
const orTemplate: ValueCheck = (value, { launch_template: template }) => !isUnset(value) || !isUnset(template);
/**
 * Accepts a number up to `small` for a database with less than 400 GiB, and up to `large` for other databases. RDS includes IOPS and
 * throughput up to these numbers in the storage price.
 */
const ofStorage = (small: number, large: number) =>
  atMost(({ allocated_storage: size }) => (Number(size) >= 400 ? large : small));
/**
 * The oldest major version of PostgreSQL in RDS's standard support. Older versions cost more for each vCPU. Standard support for version 13
 * ended in February 2026, and that for version 14 ends in February 2027.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const oldestPostgres = 14;
const subnetList: ValueCheck = (value) => Array.isArray(value) || /data\.aws_subnets\./.test(String(value));

/** The checks of a task definition on Fargate. On hosts, the price does not depend on these arguments. */
export const fargateChecks: ArgumentChecks = {
  cpu: aNumber,
  memory: aNumber,
  'runtime_platform.operating_system_family': unsetOr('LINUX'),
  'runtime_platform.cpu_architecture': unsetOr('X86_64', 'ARM64'),
  'ephemeral_storage.size_in_gib': atMost(20),
};

/** The checks of the autoscaling target that determines the number of a service's tasks. */
export const scalingTargetChecks: ArgumentChecks = { min_capacity: aNumber, max_capacity: aNumber };

/** The checks of a launch template, which sets the type and the disks of a host or another EC2 instance. */
export const launchTemplateChecks: ArgumentChecks = {
  image_id: notWindows,
  instance_requirements: unset,
  instance_market_options: unset,
  'placement.tenancy': unsetOr('default'),
  block_device_mappings: (value) => !isUnset(value),
  ...gp3('block_device_mappings.ebs'),
};

/**
 * For each type of resource, the checks of the arguments on which the price depends.
 * If a check fails, the resource is not counted, because a missing amount is better than a wrong one.
 */
export const argumentChecks: Readonly<Record<string, ArgumentChecks>> = {
  aws_acm_certificate: { certificate_authority_arn: unset, 'options.export': unsetOr('DISABLED') },
  aws_appautoscaling_policy: {
    policy_type: unsetOr('StepScaling', 'TargetTrackingScaling'),
    service_namespace: oneOf('ecs'),
    'target_tracking_scaling_policy_configuration.disable_scale_in': off,
  },
  aws_autoscaling_group: {
    min_size: aNumber,
    max_size: aNumber,
    desired_capacity: optionalNumber,
    mixed_instances_policy: unset,
    warm_pool: unset,
  },
  aws_autoscaling_policy: { policy_type: unsetOr('SimpleScaling', 'StepScaling', 'TargetTrackingScaling') },
  aws_cloudfront_distribution: {
    'default_cache_behavior.function_association': unset,
    'default_cache_behavior.lambda_function_association': unset,
    'default_cache_behavior.realtime_log_config_arn': unset,
    'ordered_cache_behavior.function_association': unset,
    'ordered_cache_behavior.lambda_function_association': unset,
    'ordered_cache_behavior.realtime_log_config_arn': unset,
    'origin.origin_shield.enabled': off,
    viewer_certificate: without(/"ssl_support_method":"vip"/),
  },
  aws_cloudwatch_event_rule: { event_bus_name: unsetOr('default') },
  aws_cloudwatch_log_group: { log_group_class: unsetOr('STANDARD'), retention_in_days: optionalNumber },
  aws_cloudwatch_log_metric_filter: { 'metric_transformation.dimensions': unset },
  aws_cloudwatch_metric_alarm: {
    period: atLeast(60),
    threshold_metric_id: unset,
    'metric_query.expression': without(/SELECT |ANOMALY_DETECTION_BAND|SEARCH\(/),
    'metric_query.metric.period': atLeast(60),
  },
  aws_db_instance: {
    engine: oneOf('postgres'),
    engine_version: (value) => isUnset(value) || Number.parseInt(String(value), 10) >= oldestPostgres,
    instance_class: literal,
    multi_az: unsetOr(true, false),
    allocated_storage: aNumber,
    storage_type: oneOf('gp3'),
    iops: ofStorage(3_000, 12_000),
    storage_throughput: ofStorage(125, 500),
    dedicated_log_volume: off,
    database_insights_mode: unsetOr('standard'),
    performance_insights_retention_period: atMost(7),
    monitoring_interval: off,
  },
  aws_dynamodb_table: {
    billing_mode: oneOf('PAY_PER_REQUEST'),
    table_class: unsetOr('STANDARD'),
    replica: unset,
  },
  aws_ebs_volume: gp3('', { size: 'size', type: 'type' }),
  aws_ecs_capacity_provider: { managed_instances_provider: unset },
  aws_ecs_cluster: { 'setting.value': oneOf('disabled') },
  aws_ecs_service: {
    launch_type: orStrategy,
    desired_count: optionalNumber,
    scheduling_strategy: unsetOr('REPLICA'),
    volume_configuration: unset,
  },
  aws_eip: { public_ipv4_pool: unsetOr('amazon') },
  aws_flow_log: { log_destination_type: unsetOr('cloud-watch-logs'), max_aggregation_interval: unsetOr(600) },
  aws_instance: {
    ami: notWindows,
    tenancy: unsetOr('default'),
    host_id: unset,
    instance_market_options: unset,
    associate_public_ip_address: unsetOr(true, false),
    root_block_device: orTemplate,
    ...gp3('root_block_device'),
    ...gp3('ebs_block_device'),
  },
  aws_kms_key: { custom_key_store_id: unset },
  aws_lb: {
    load_balancer_type: unsetOr('application'),
    internal: unsetOr(true, false),
    ip_address_type: unsetOr('ipv4', 'dualstack'),
    subnets: subnetList,
    minimum_load_balancer_capacity: unset,
  },
  aws_nat_gateway: { availability_mode: unsetOr('zonal') },
  aws_route53_health_check: { type: oneOf('HTTP', 'TCP'), request_interval: unsetOr(30), measure_latency: off },
  aws_s3_bucket_lifecycle_configuration: { 'rule.transition': unset, 'rule.noncurrent_version_transition': unset },
  aws_secretsmanager_secret: { replica: unset },
  aws_sns_topic: { fifo_topic: off },
  aws_sns_topic_subscription: { protocol: oneOf('email', 'email-json', 'http', 'https', 'lambda', 'sqs') },
  aws_sqs_queue: { fifo_queue: unsetOr(true, false) },
  aws_ssm_parameter: { tier: unsetOr('Standard', 'Advanced') },
  aws_vpc_endpoint: {
    vpc_endpoint_type: unsetOr('Gateway', 'Interface'),
    subnet_ids: (value, { vpc_endpoint_type: type }) => type !== 'Interface' || Array.isArray(value),
  },
  aws_wafv2_web_acl: {
    rule_json: unset,
    rule: (value, values) =>
      (isUnset(value) || typeof value === 'object') &&
      without(
        /AWSManagedRules(BotControl|ATP|ACFP|AntiDDoS)\w*|(captcha|challenge|rule_group_reference_statement)(?=":\[?\{)|"vendor_name":"(?!AWS")[^"]*/,
      )(value, values),
  },
};
