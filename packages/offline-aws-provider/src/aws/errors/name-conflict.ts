import { isKnown, type Values } from '../../protocol/value';
import type { Account } from '../account';

/**
 * The attributes whose values, taken together, must be unique in a region, by resource type. AWS rejects a new resource with values that
 * are taken, even if Terraform would delete the old resource afterwards (`create_before_destroy`). The list omits types
 * whose resources have no name, and types for which AWS overwrites the existing resource.
 * Source: the errors of each `Create…` action in the API references.
 */
const uniqueAttributes: Record<string, readonly string[]> = {
  aws_appautoscaling_policy: ['resource_id', 'name'],
  aws_autoscaling_group: ['name'],
  aws_cloudwatch_log_group: ['name'],
  aws_db_instance: ['identifier'],
  aws_db_parameter_group: ['name'],
  aws_db_subnet_group: ['name'],
  aws_dynamodb_table: ['name'],
  aws_ecr_repository: ['name'],
  aws_ecs_capacity_provider: ['name'],
  aws_ecs_service: ['cluster', 'name'],
  aws_flow_log: ['vpc_id', 'traffic_type', 'log_destination'],
  aws_iam_instance_profile: ['name'],
  aws_iam_role: ['name'],
  aws_launch_template: ['name'],
  aws_lb: ['name'],
  aws_lb_listener: ['load_balancer_arn', 'port'],
  aws_lb_target_group: ['name'],
  aws_s3_bucket: ['bucket'],
  aws_security_group: ['vpc_id', 'name'],
  aws_ssm_parameter: ['name'],
  aws_wafv2_ip_set: ['scope', 'name'],
  aws_wafv2_web_acl: ['scope', 'name'],
};

/** Returns the error with which AWS rejects a new resource whose name is taken, or undefined if the name is free. */
export function nameConflict(type: string, resource: Values, account: Account): string | undefined {
  const names = uniqueAttributes[type] ?? [];
  if (names.length === 0 || !names.every((name) => isKnown(resource[name]))) return undefined;
  const owner = account
    .resources(type)
    .find((other) => [...names, 'region'].every((name) => (other[name] ?? null) === (resource[name] ?? null)));
  if (!owner) return undefined;
  return `AlreadyExists: ${names.map((name) => `${name} ${resource[name]}`).join(', ')} is taken by ${owner.id}.`;
}
