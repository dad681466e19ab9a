import type { Account } from '../account';
import type { Value, Values } from '../value';
import { occurrences } from './check';
import { hostType } from './hosts';

interface Use {
  /** What cannot be deleted meanwhile. */
  readonly used: string;
  readonly user: string;
  /** The argument of the user that holds the id, the ARN or the name of what it uses. */
  readonly by: string;
  /** AWS's name of the error. */
  readonly error: string;
}

/**
 * What AWS refuses to delete while something uses it.
 *
 * Source: the errors of each `Delete…` action in the API references of Elastic Load Balancing, ACM, EC2, ECS, IAM, RDS, WAF. (The real
 * provider waits twenty minutes for a capacity provider that a cluster still lists, and fails then.)
 */
const uses: readonly Use[] = [
  ...['default_action.target_group_arn', 'default_action.forward.target_group.arn'].map((by) => ({
    used: 'aws_lb_target_group',
    user: 'aws_lb_listener',
    by,
    error: 'ResourceInUse',
  })),
  { used: 'aws_acm_certificate', user: 'aws_lb_listener', by: 'certificate_arn', error: 'ResourceInUseException' },
  {
    used: 'aws_db_parameter_group',
    user: 'aws_db_instance',
    by: 'parameter_group_name',
    error: 'InvalidDBParameterGroupState',
  },
  {
    used: 'aws_db_subnet_group',
    user: 'aws_db_instance',
    by: 'db_subnet_group_name',
    error: 'InvalidDBSubnetGroupStateFault',
  },
  {
    used: 'aws_ecs_capacity_provider',
    user: 'aws_ecs_cluster_capacity_providers',
    by: 'capacity_providers',
    error: 'ResourceInUseException',
  },
  { used: 'aws_ecs_cluster', user: 'aws_ecs_service', by: 'cluster', error: 'ClusterContainsServicesException' },
  { used: 'aws_eip', user: 'aws_nat_gateway', by: 'allocation_id', error: 'InvalidIPAddress.InUse' },
  { used: 'aws_iam_policy', user: 'aws_iam_role_policy_attachment', by: 'policy_arn', error: 'DeleteConflict' },
  { used: 'aws_iam_role', user: 'aws_iam_role_policy', by: 'role', error: 'DeleteConflict' },
  { used: 'aws_iam_role', user: 'aws_iam_role_policy_attachment', by: 'role', error: 'DeleteConflict' },
  { used: 'aws_iam_role', user: 'aws_iam_instance_profile', by: 'role', error: 'DeleteConflict' },
  {
    used: 'aws_security_group',
    user: 'aws_db_instance',
    by: 'vpc_security_group_ids',
    error: 'DependencyViolation',
  },
  { used: 'aws_security_group', user: 'aws_lb', by: 'security_groups', error: 'DependencyViolation' },
  ...['aws_vpc_security_group_egress_rule', 'aws_vpc_security_group_ingress_rule'].map((user) => ({
    used: 'aws_security_group',
    user,
    by: 'referenced_security_group_id',
    error: 'DependencyViolation',
  })),
  ...[
    ['aws_autoscaling_group', 'vpc_zone_identifier'],
    [hostType, 'subnet_id'],
    ['aws_db_subnet_group', 'subnet_ids'],
    ['aws_instance', 'subnet_id'],
    ['aws_lb', 'subnets'],
    ['aws_nat_gateway', 'subnet_id'],
  ].map(([user = '', by = '']) => ({ used: 'aws_subnet', user, by, error: 'DependencyViolation' })),
  {
    used: 'aws_wafv2_web_acl',
    user: 'aws_wafv2_web_acl_association',
    by: 'web_acl_arn',
    error: 'WAFAssociatedItemException',
  },
];

/** Why AWS does not delete something; undefined where nothing uses it. */
export function refusalOfUse(type: string, resource: Values, account: Account): string | undefined {
  const names = new Set<Value | undefined>([resource.id, resource.arn, resource.name]);
  for (const { used, user, by, error } of uses) {
    if (used !== type) continue;
    if (resource.force_detach_policies === true && user.startsWith('aws_iam_role_policy')) continue;
    const users = account
      .resources(user)
      // A rule of the group itself goes with it.
      .filter(({ security_group_id }) => security_group_id !== resource.id)
      .filter((candidate) => occurrences(candidate, by).some((value) => typeof value === 'string' && names.has(value)));
    if (users.length > 0) return `${error}: ${resource.id} is in use by ${users.map(({ id }) => id).join(', ')}.`;
  }
  return undefined;
}
