import { Account } from '../src/account';
import { deriveSchema } from '../src/derive-schema';
import { replacedBy } from '../src/facts/updates';
import { planChange } from '../src/plan';

/** For each type, the arguments whose change replaces the resource, and some whose change does not. */
const changes: [type: string, replacing: string[], inPlace: string[]][] = [
  [
    'aws_acm_certificate',
    ['domain_name', 'key_algorithm', 'subject_alternative_names', 'validation_method'],
    ['options'],
  ],
  ['aws_acm_certificate_validation', ['certificate_arn', 'validation_record_fqdns'], []],
  [
    'aws_appautoscaling_policy',
    ['name', 'resource_id', 'scalable_dimension', 'service_namespace'],
    ['target_tracking_scaling_policy_configuration'],
  ],
  [
    'aws_appautoscaling_target',
    ['resource_id', 'scalable_dimension', 'service_namespace'],
    ['max_capacity', 'min_capacity'],
  ],
  [
    'aws_autoscaling_group',
    ['name', 'name_prefix'],
    ['launch_template', 'max_size', 'min_size', 'tag', 'vpc_zone_identifier'],
  ],
  ['aws_budgets_budget', ['account_id', 'name', 'name_prefix'], ['limit_amount', 'notification']],
  ['aws_cloudwatch_dashboard', ['dashboard_name'], ['dashboard_body']],
  ['aws_cloudwatch_event_rule', ['event_bus_name', 'name', 'name_prefix'], ['description', 'event_pattern']],
  ['aws_cloudwatch_event_target', ['event_bus_name', 'rule', 'target_id'], ['arn', 'input_transformer']],
  ['aws_cloudwatch_log_group', ['log_group_class', 'name', 'name_prefix'], ['retention_in_days']],
  ['aws_cloudwatch_log_resource_policy', ['policy_name'], ['policy_document']],
  ['aws_cloudwatch_metric_alarm', ['alarm_name'], ['alarm_actions', 'threshold']],
  [
    'aws_db_instance',
    ['availability_zone', 'db_name', 'engine', 'kms_key_id', 'snapshot_identifier', 'storage_encrypted', 'username'],
    ['allocated_storage', 'engine_version', 'instance_class', 'multi_az', 'parameter_group_name'],
  ],
  ['aws_db_parameter_group', ['description', 'family', 'name', 'name_prefix'], ['parameter']],
  ['aws_db_subnet_group', ['name', 'name_prefix'], ['description', 'subnet_ids']],
  ['aws_default_security_group', ['vpc_id'], ['ingress']],
  [
    'aws_dynamodb_table',
    ['hash_key', 'local_secondary_index', 'name', 'range_key'],
    ['deletion_protection_enabled', 'global_secondary_index', 'point_in_time_recovery', 'ttl'],
  ],
  ['aws_ecr_lifecycle_policy', ['policy', 'repository'], []],
  [
    'aws_ecr_repository',
    ['encryption_configuration', 'name'],
    ['force_delete', 'image_scanning_configuration', 'image_tag_mutability'],
  ],
  ['aws_ecs_capacity_provider', ['cluster', 'name'], ['auto_scaling_group_provider']],
  ['aws_ecs_cluster', ['name'], ['setting']],
  ['aws_ecs_cluster_capacity_providers', ['cluster_name'], ['capacity_providers']],
  [
    'aws_ecs_service',
    ['cluster', 'deployment_controller', 'iam_role', 'launch_type', 'name', 'scheduling_strategy'],
    ['capacity_provider_strategy', 'desired_count', 'load_balancer', 'network_configuration', 'task_definition'],
  ],
  [
    'aws_ecs_task_definition',
    [
      'container_definitions',
      'cpu',
      'ephemeral_storage',
      'execution_role_arn',
      'family',
      'ipc_mode',
      'memory',
      'network_mode',
      'pid_mode',
      'placement_constraints',
      'proxy_configuration',
      'requires_compatibilities',
      'runtime_platform',
      'task_role_arn',
      'volume',
    ],
    ['skip_destroy'],
  ],
  ['aws_eip', ['address', 'domain', 'network_border_group', 'public_ipv4_pool'], []],
  [
    'aws_flow_log',
    [
      'destination_options',
      'eni_id',
      'iam_role_arn',
      'log_destination',
      'log_destination_type',
      'log_format',
      'max_aggregation_interval',
      'subnet_id',
      'traffic_type',
      'vpc_id',
    ],
    ['tags'],
  ],
  ['aws_iam_instance_profile', ['name', 'name_prefix', 'path'], []],
  ['aws_iam_openid_connect_provider', ['url'], ['client_id_list']],
  ['aws_iam_policy', ['description', 'name', 'name_prefix', 'path'], ['policy']],
  [
    'aws_iam_role',
    ['name', 'name_prefix', 'path'],
    ['assume_role_policy', 'description', 'max_session_duration', 'permissions_boundary'],
  ],
  ['aws_iam_role_policies_exclusive', ['role_name'], ['policy_names']],
  ['aws_iam_role_policy', ['name', 'name_prefix', 'role'], ['policy']],
  ['aws_iam_role_policy_attachment', ['policy_arn', 'role'], []],
  ['aws_iam_role_policy_attachments_exclusive', ['role_name'], ['policy_arns']],
  ['aws_iam_service_linked_role', ['aws_service_name', 'custom_suffix'], []],
  ['aws_instance', ['ami', 'availability_zone', 'key_name', 'launch_template', 'subnet_id'], ['instance_type']],
  ['aws_kms_alias', ['name', 'name_prefix'], ['target_key_id']],
  ['aws_kms_key', ['customer_master_key_spec', 'key_usage', 'multi_region'], ['enable_key_rotation']],
  ['aws_launch_template', ['name', 'name_prefix'], ['image_id', 'instance_type', 'user_data']],
  [
    'aws_lb',
    ['internal', 'load_balancer_type', 'name', 'name_prefix'],
    ['access_logs', 'enable_deletion_protection', 'security_groups', 'subnets'],
  ],
  ['aws_lb_listener', ['load_balancer_arn'], ['certificate_arn', 'default_action', 'port', 'protocol', 'ssl_policy']],
  ['aws_lb_listener_rule', ['listener_arn'], ['action', 'condition', 'priority']],
  [
    'aws_lb_target_group',
    ['name', 'name_prefix', 'port', 'protocol', 'protocol_version', 'target_type', 'vpc_id'],
    ['deregistration_delay', 'health_check'],
  ],
  ['aws_nat_gateway', ['allocation_id', 'connectivity_type', 'subnet_id'], []],
  [
    'aws_route',
    ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id', 'route_table_id'],
    ['gateway_id', 'nat_gateway_id'],
  ],
  ['aws_route53_record', ['name', 'zone_id'], ['alias', 'records', 'ttl']],
  ['aws_route53_zone', ['name'], ['comment']],
  ['aws_route_table', ['vpc_id'], []],
  ['aws_route_table_association', ['gateway_id', 'subnet_id'], ['route_table_id']],
  ['aws_s3_bucket', ['bucket', 'bucket_prefix', 'object_lock_enabled'], ['force_destroy']],
  ['aws_s3_bucket_lifecycle_configuration', ['bucket', 'expected_bucket_owner'], ['rule']],
  ['aws_s3_bucket_ownership_controls', ['bucket'], ['rule']],
  ['aws_s3_bucket_policy', ['bucket'], ['policy']],
  ['aws_s3_bucket_public_access_block', ['bucket'], ['block_public_acls']],
  ['aws_s3_bucket_server_side_encryption_configuration', ['bucket', 'expected_bucket_owner'], ['rule']],
  ['aws_s3_bucket_versioning', ['bucket', 'expected_bucket_owner'], ['versioning_configuration']],
  ['aws_secretsmanager_secret', ['name', 'name_prefix'], ['description']],
  ['aws_security_group', ['description', 'name', 'name_prefix', 'vpc_id'], ['ingress', 'tags']],
  ['aws_sns_topic', ['fifo_topic', 'name', 'name_prefix'], ['display_name']],
  ['aws_sns_topic_policy', ['arn'], ['policy']],
  ['aws_sns_topic_subscription', ['endpoint', 'protocol', 'topic_arn'], []],
  ['aws_ssm_parameter', ['name'], ['insecure_value', 'value']],
  ['aws_subnet', ['availability_zone', 'availability_zone_id', 'cidr_block', 'vpc_id'], ['map_public_ip_on_launch']],
  ['aws_vpc', ['cidr_block'], ['enable_dns_hostnames']],
  ['aws_vpc_endpoint', ['service_name', 'vpc_endpoint_type', 'vpc_id'], ['policy', 'route_table_ids']],
  ['aws_vpc_security_group_egress_rule', ['security_group_id'], ['cidr_ipv4', 'ip_protocol']],
  ['aws_vpc_security_group_ingress_rule', ['security_group_id'], ['cidr_ipv4', 'ip_protocol']],
  ['aws_wafv2_web_acl', ['name', 'name_prefix', 'scope'], ['default_action', 'rule']],
  ['aws_wafv2_web_acl_association', ['resource_arn', 'web_acl_arn'], []],
  [
    'aws_wafv2_web_acl_logging_configuration',
    ['log_destination_configs', 'resource_arn'],
    ['logging_filter', 'redacted_fields'],
  ],
];

/** The arguments that replace a resource if every one of these changes. */
function replacedIfAllChange(type: string, names: readonly string[]): readonly string[] {
  const valued = (value: string) => Object.fromEntries(names.map((name) => [name, value]));
  const [prior, proposed] = [valued('before'), valued('after')];
  const block = { attributes: {}, blocks: {} };
  return planChange({ type, block, prior, proposed, config: proposed }, new Account()).replacedBy;
}

describe('A change of', () => {
  it.each(changes)('%s replaces it for %j, and does not for %j', (type, replacing, inPlace) => {
    expect([...replacedIfAllChange(type, [...replacing, ...inPlace])].sort()).toEqual([...replacing].sort());
  });

  it('every type with such arguments is in the table, with arguments that exist', () => {
    const types = changes.map(([type]) => type);
    expect(types).toEqual(Object.keys(replacedBy));
    const { resources } = deriveSchema({ resources: types, dataSources: [] });
    const unknown = changes.flatMap(([type, replacing, inPlace]) => {
      const { attributes = {}, blocks = {} } = resources[type] ?? {};
      return [...replacing, ...inPlace]
        .filter((name) => !(name in attributes || name in blocks))
        .map((name) => `${type}.${name}`);
    });
    expect(unknown).toEqual([]);
  });

  it('the group of a capacity provider replaces it, and other arguments of the same block do not', () => {
    const [type, name] = ['aws_ecs_capacity_provider', 'auto_scaling_group_provider'];
    const replacedFor = (after: object) => {
      const [prior, proposed] = [{ auto_scaling_group_arn: 'a', managed_draining: 'ENABLED' }, after].map((values) => ({
        [name]: [values],
      }));
      const block = { attributes: {}, blocks: {} };
      const change = { type, block, prior, proposed, config: proposed };
      return planChange(change as never, new Account()).replacedBy;
    };
    expect(replacedFor({ auto_scaling_group_arn: 'b', managed_draining: 'ENABLED' })).toEqual([name]);
    expect(replacedFor({ auto_scaling_group_arn: 'a', managed_draining: 'DISABLED' })).toEqual([]);
  });
});
