import { type Value, type Values, valuesAt } from '../../protocol/value';
import type { Account } from '../account';
import { groupInstances } from '../instances';

interface References {
  /** The error code of AWS. */
  readonly error: string;
  /**
   * The arguments of other resources that can contain the id, ARN or name of the resource. Each element contains the type of the other
   * resource and the path of the argument.
   */
  readonly from: readonly (readonly [type: string, argument: string])[];
}

/**
 * For each type of resource, the references that prevent its deletion. If a cluster still lists a capacity provider,
 * the deletion with the real provider fails only after twenty minutes; with the offline provider, it fails immediately.
 * Source: the errors of each `Delete…` action in the API references of Elastic Load Balancing, CloudFront, ACM, EC2, ECS, IAM, RDS and WAF.
 */
const references: Record<string, References> = {
  aws_acm_certificate: {
    error: 'ResourceInUseException',
    from: [
      ['aws_cloudfront_distribution', 'viewer_certificate.acm_certificate_arn'],
      ['aws_lb_listener', 'certificate_arn'],
    ],
  },
  aws_cloudfront_vpc_origin: {
    error: 'CannotDeleteEntityWhileInUse',
    from: [['aws_cloudfront_distribution', 'origin.vpc_origin_config.vpc_origin_id']],
  },
  aws_db_parameter_group: {
    error: 'InvalidDBParameterGroupState',
    from: [['aws_db_instance', 'parameter_group_name']],
  },
  aws_db_subnet_group: { error: 'InvalidDBSubnetGroupStateFault', from: [['aws_db_instance', 'db_subnet_group_name']] },
  aws_ecs_capacity_provider: {
    error: 'ResourceInUseException',
    from: [['aws_ecs_cluster_capacity_providers', 'capacity_providers']],
  },
  aws_ecs_cluster: { error: 'ClusterContainsServicesException', from: [['aws_ecs_service', 'cluster']] },
  aws_eip: { error: 'InvalidIPAddress.InUse', from: [['aws_nat_gateway', 'allocation_id']] },
  aws_iam_role: { error: 'DeleteConflict', from: [['aws_iam_instance_profile', 'role']] },
  aws_lb: { error: 'ResourceInUse', from: [['aws_cloudfront_vpc_origin', 'vpc_origin_endpoint_config.arn']] },
  aws_lb_target_group: { error: 'ResourceInUse', from: [['aws_lb_listener', 'default_action.target_group_arn']] },
  aws_security_group: {
    error: 'DependencyViolation',
    from: [
      ['aws_db_instance', 'vpc_security_group_ids'],
      ['aws_ecs_service', 'network_configuration.security_groups'],
      ['aws_lb', 'security_groups'],
      ['aws_vpc_security_group_egress_rule', 'referenced_security_group_id'],
      ['aws_vpc_security_group_ingress_rule', 'referenced_security_group_id'],
    ],
  },
  aws_subnet: {
    error: 'DependencyViolation',
    from: [
      ['aws_autoscaling_group', 'vpc_zone_identifier'],
      [groupInstances, 'subnet_id'],
      ['aws_db_subnet_group', 'subnet_ids'],
      ['aws_ecs_service', 'network_configuration.subnets'],
      ['aws_instance', 'subnet_id'],
      ['aws_lb', 'subnets'],
      ['aws_nat_gateway', 'subnet_id'],
    ],
  },
  aws_wafv2_web_acl: {
    error: 'WAFAssociatedItemException',
    from: [
      ['aws_cloudfront_distribution', 'web_acl_id'],
      ['aws_wafv2_web_acl_association', 'web_acl_arn'],
    ],
  },
};

/** Returns AWS's error for the deletion of a resource that other resources use; undefined if none uses it. */
export function referenceConflict(type: string, resource: Values, account: Account): string | undefined {
  const { error, from = [] } = references[type] ?? {};
  const names = new Set<Value | undefined>([resource.id, resource.arn, resource.name]);
  for (const [user, argument] of from) {
    const users = account
      .resources(user)
      // AWS deletes the rules of a security group together with the group.
      .filter(({ security_group_id }) => security_group_id !== resource.id)
      .filter((candidate) =>
        valuesAt(candidate, argument).some((value) => typeof value === 'string' && names.has(value)),
      );
    if (users.length > 0) return `${error}: ${resource.id} is in use by ${users.map(({ id }) => id).join(', ')}.`;
  }
  return undefined;
}
