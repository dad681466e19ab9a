import type { StackOwner } from './stack-owner';
import type { table } from './table';

/**
 * Types that a role may change even if the stack does not contain them. After an edit of the settings, one apply may create resources of
 * new types and delete those of old types. Without these permissions, each such edit would require two changes of the role. The permissions
 * cover only resources with the environment's names or tags, because a target with `reachesBeyond` applies only to types in the stack.
 */
const always = [
  // For an edit from a `dedicated` network to the default VPC, or back.
  ...['aws_default_security_group', 'aws_flow_log', 'aws_internet_gateway', 'aws_route', 'aws_route_table'],
  ...['aws_route_table_association', 'aws_subnet', 'aws_vpc', 'aws_vpc_endpoint', 'aws_vpc_security_group_egress_rule'],
  ...['data.aws_vpcs', 'data.aws_subnets'],
  // For an edit from `direct` to `load-balanced`, or back, and for an edit that adds or removes the firewall.
  ...['aws_lb', 'aws_lb_listener', 'aws_lb_target_group', 'aws_ecs_cluster_capacity_providers'],
  ...['aws_wafv2_web_acl', 'aws_wafv2_web_acl_association', 'aws_wafv2_web_acl_logging_configuration'],
  ...['aws_s3_bucket', 'aws_s3_bucket_lifecycle_configuration', 'aws_s3_bucket_ownership_controls'],
  ...['aws_s3_bucket_policy', 'aws_s3_bucket_public_access_block', 'aws_s3_bucket_versioning'],
  'aws_s3_bucket_server_side_encryption_configuration',
  // For an edit from automatic scaling to a fixed number of tasks, or back.
  ...['aws_appautoscaling_policy', 'aws_appautoscaling_target'],
  // For an edit that adds or removes `monitoring`.
  ...['aws_cloudwatch_dashboard', 'aws_cloudwatch_event_rule', 'aws_cloudwatch_event_target'],
  ...['aws_cloudwatch_metric_alarm', 'aws_sns_topic', 'aws_sns_topic_policy', 'aws_sns_topic_subscription'],
] as const satisfies readonly (keyof typeof table)[];

/**
 * Additional types for environments with private subnets: for an edit from Fargate to EC2 hosts, or back, and for edits of NAT gateways and
 * the bastion.
 */
const inPrivateSubnets = [
  ...['aws_autoscaling_group', 'aws_ecs_capacity_provider', 'aws_eip', 'aws_iam_instance_profile', 'aws_instance'],
  ...['aws_launch_template', 'aws_nat_gateway'],
] as const;

/** An additional type for CloudFront: for an edit that adds or removes `allowFrom`. */
const withCdn = ['aws_wafv2_ip_set'] as const;

/**
 * The types that a domain needs. A role may read them even if the stack does not contain them, because a plan reads them before an apply
 * removes the domain.
 */
const onlyRead = ['aws_acm_certificate', 'aws_route53_record', 'data.aws_route53_zone'] as const;

/** Returns the types that an edit of the settings can add to the stack. Roles may read or change them even before the edit. */
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
