import { isDeepStrictEqual } from 'node:util';
import { type Values, valuesAt } from '../protocol/value';

const bucketArguments = ['bucket', 'expected_bucket_owner'];

/**
 * The arguments whose change forces a new resource, by resource type. Neither the schema nor the bindings contain this information. A
 * change to any other argument updates the resource in place.
 * Source: "Forces new resource" in the documentation of each type, `ForceNew` and `RequiresReplace` in the provider's code
 */
export const forceNewArguments: Readonly<Record<string, readonly string[]>> = {
  aws_acm_certificate: ['domain_name', 'key_algorithm', 'subject_alternative_names', 'validation_method'],
  aws_acm_certificate_validation: ['certificate_arn', 'validation_record_fqdns'],
  aws_appautoscaling_policy: ['name', 'resource_id', 'scalable_dimension', 'service_namespace'],
  aws_appautoscaling_target: ['resource_id', 'scalable_dimension', 'service_namespace'],
  aws_autoscaling_group: ['name', 'name_prefix'],
  aws_budgets_budget: ['account_id', 'name', 'name_prefix'],
  aws_cloudfront_distribution: ['staging'],
  aws_cloudwatch_dashboard: ['dashboard_name'],
  aws_cloudwatch_event_rule: ['event_bus_name', 'name', 'name_prefix'],
  aws_cloudwatch_event_target: ['event_bus_name', 'rule', 'target_id'],
  aws_cloudwatch_log_group: ['log_group_class', 'name', 'name_prefix'],
  aws_cloudwatch_metric_alarm: ['alarm_name'],
  aws_db_instance: [
    'availability_zone',
    'db_name',
    'engine',
    'kms_key_id',
    'snapshot_identifier',
    'storage_encrypted',
    'username',
  ],
  aws_db_parameter_group: ['description', 'family', 'name', 'name_prefix'],
  aws_db_subnet_group: ['name', 'name_prefix'],
  aws_default_security_group: ['vpc_id'],
  aws_dynamodb_table: ['hash_key', 'local_secondary_index', 'name', 'range_key'],
  aws_ecr_lifecycle_policy: ['policy', 'repository'],
  aws_ecr_repository: ['encryption_configuration', 'name'],
  aws_ecs_capacity_provider: ['cluster', 'name'],
  aws_ecs_cluster: ['name'],
  aws_ecs_cluster_capacity_providers: ['cluster_name'],
  aws_ecs_service: ['cluster', 'deployment_controller', 'iam_role', 'launch_type', 'name', 'scheduling_strategy'],
  aws_ecs_task_definition: [
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
  aws_eip: ['address', 'domain', 'network_border_group', 'public_ipv4_pool'],
  aws_flow_log: [
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
  aws_iam_instance_profile: ['name', 'name_prefix', 'path'],
  aws_iam_openid_connect_provider: ['url'],
  aws_iam_policy: ['description', 'name', 'name_prefix', 'path'],
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_role_policies_exclusive: ['role_name'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_iam_role_policy_attachment: ['policy_arn', 'role'],
  aws_iam_role_policy_attachments_exclusive: ['role_name'],
  aws_instance: ['ami', 'availability_zone', 'key_name', 'launch_template', 'subnet_id'],
  aws_launch_template: ['name', 'name_prefix'],
  aws_lb: ['internal', 'load_balancer_type', 'name', 'name_prefix'],
  aws_lb_listener: ['load_balancer_arn'],
  aws_lb_target_group: ['name', 'name_prefix', 'port', 'protocol', 'protocol_version', 'target_type', 'vpc_id'],
  aws_nat_gateway: ['allocation_id', 'connectivity_type', 'subnet_id'],
  aws_route: ['destination_cidr_block', 'destination_ipv6_cidr_block', 'destination_prefix_list_id', 'route_table_id'],
  aws_route53_record: ['name', 'zone_id'],
  aws_route_table: ['vpc_id'],
  aws_route_table_association: ['gateway_id', 'subnet_id'],
  aws_s3_bucket: ['bucket', 'bucket_prefix', 'object_lock_enabled'],
  aws_s3_bucket_lifecycle_configuration: bucketArguments,
  aws_s3_bucket_ownership_controls: ['bucket'],
  aws_s3_bucket_policy: ['bucket'],
  aws_s3_bucket_public_access_block: ['bucket'],
  aws_s3_bucket_server_side_encryption_configuration: bucketArguments,
  aws_s3_bucket_versioning: bucketArguments,
  aws_security_group: ['description', 'name', 'name_prefix', 'vpc_id'],
  aws_sns_topic: ['fifo_topic', 'name', 'name_prefix'],
  aws_sns_topic_policy: ['arn'],
  aws_sns_topic_subscription: ['endpoint', 'protocol', 'topic_arn'],
  aws_sqs_queue: ['fifo_queue', 'name', 'name_prefix'],
  aws_sqs_queue_policy: ['queue_url'],
  aws_ssm_parameter: ['name'],
  aws_subnet: ['availability_zone', 'availability_zone_id', 'cidr_block', 'vpc_id'],
  aws_vpc: ['cidr_block'],
  aws_vpc_endpoint: ['service_name', 'vpc_endpoint_type', 'vpc_id'],
  aws_vpc_security_group_egress_rule: ['security_group_id'],
  aws_vpc_security_group_ingress_rule: ['security_group_id'],
  aws_wafv2_ip_set: ['ip_address_version', 'name', 'scope'],
  aws_wafv2_web_acl: ['name', 'name_prefix', 'scope'],
  aws_wafv2_web_acl_association: ['resource_arn', 'web_acl_arn'],
  aws_wafv2_web_acl_logging_configuration: ['log_destination_configs', 'resource_arn'],
};

const groupArn = 'auto_scaling_group_provider.auto_scaling_group_arn';

/**
 * Functions that return the arguments that force a new resource only for some values, by resource type.
 * Source: `CustomizeDiff` of these types in the provider's code
 */
export const sometimesForceNewArguments: Readonly<
  Record<string, (prior: Values, planned: Values) => readonly string[]>
> = {
  // In the block `auto_scaling_group_provider`, only this argument forces a new resource.
  aws_ecs_capacity_provider: (prior, planned) =>
    isDeepStrictEqual(valuesAt(prior, groupArn), valuesAt(planned, groupArn)) ? [] : ['auto_scaling_group_provider'],
};

/** The computed attributes whose values change with every update of the resource, by resource type. A plan shows them as unknown. */
export const newAfterUpdate: Readonly<Record<string, readonly string[]>> = {
  aws_launch_template: ['latest_version'],
  aws_ssm_parameter: ['version'],
};
