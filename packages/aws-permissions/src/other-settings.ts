import type { StackOwner } from './stack-owner';
import type { table } from './table';

/**
 * Types that a role may change even if the stack has none of them. After an edit of the settings, one apply may create new resources and
 * delete those of the old settings. Without these permissions, each such edit would need two versions of the role. They reach only
 * resources with the environment's names or tags: a target with `reachesBeyond` applies only if the stack has a resource of its type.
 */
const always = [
  // From its own network to the default VPC, and back.
  ...['aws_default_security_group', 'aws_flow_log', 'aws_internet_gateway', 'aws_route', 'aws_route_table'],
  ...['aws_route_table_association', 'aws_subnet', 'aws_vpc', 'aws_vpc_endpoint', 'aws_vpc_security_group_egress_rule'],
  ...['data.aws_vpcs', 'data.aws_subnets'],
  // From `direct` to `load-balanced`, and back; a firewall.
  ...['aws_lb', 'aws_lb_listener', 'aws_lb_target_group', 'aws_ecs_cluster_capacity_providers'],
  ...['aws_wafv2_web_acl', 'aws_wafv2_web_acl_association', 'aws_wafv2_web_acl_logging_configuration'],
  ...['aws_s3_bucket', 'aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_ownership_controls'],
  ...['aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block', 'aws_s3_bucket_versioning'],
  'aws_s3_bucket_server_side_encryption_configuration',
  // From automatic scaling to a fixed number of tasks.
  ...['aws_appautoscaling_policy', 'aws_appautoscaling_target'],
  // With and without `monitoring`.
  ...['aws_cloudwatch_dashboard', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  ...['aws_cloudwatch_metric_alarm', 'aws_sns_topic', 'aws_sns_topic_policy', 'aws_sns_topic_subscription'],
] as const satisfies readonly (keyof typeof table)[];

/** Further types for private subnets: from Fargate to hosts, other NAT gateways, a bastion. */
const inPrivateSubnets = [
  ...['aws_autoscaling_group', 'aws_ecs_capacity_provider', 'aws_eip', 'aws_iam_instance_profile', 'aws_instance'],
  ...['aws_launch_template', 'aws_nat_gateway'],
] as const;

/** Further types for CloudFront: with and without `allowFrom`. */
const withCdn = ['aws_wafv2_ip_set'] as const;

/** Types that a role may only read: those of a domain. Operators look them up, and a plan reads them before an apply removes the domain. */
const onlyRead = ['aws_acm_certificate', 'aws_route53_record', 'data.aws_route53_zone'] as const;

/** Returns the types of other settings that a role may read or change. */
export function typesOfOtherSettings(owner: StackOwner, which: 'reads' | 'writes'): readonly string[] {
  if (!owner.isEnvironment) return [];
  const types = [
    ...always,
    ...(owner.isPrivate ? inPrivateSubnets : []),
    ...(owner.hasCdn ? withCdn : []),
    ...(which === 'reads' ? onlyRead : []),
  ];
  return types.filter((type) => !owner.has(type));
}
