import type { Account } from '../account';
import { isKnown, type Values } from '../value';

/**
 * What only one thing of a type may be called, so that a second one beside it (`create_before_destroy`) is refused.
 * A type that is missing here has no name of its own, or a second creation changes what is there.
 *
 * Source: the errors of each `Create…` action in the API references of these services.
 */
const unique: Record<string, readonly string[]> = {
  aws_appautoscaling_policy: ['resource_id', 'name'],
  aws_autoscaling_group: ['name'],
  aws_budgets_budget: ['name'],
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
  aws_iam_openid_connect_provider: ['url'],
  aws_iam_policy: ['name'],
  aws_iam_role: ['name'],
  aws_launch_template: ['name'],
  aws_lb: ['name'],
  aws_lb_listener: ['load_balancer_arn', 'port'],
  aws_lb_target_group: ['name'],
  aws_s3_bucket: ['bucket'],
  aws_security_group: ['vpc_id', 'name'],
  aws_ssm_parameter: ['name'],
  aws_wafv2_web_acl: ['scope', 'name'],
};

/** Why AWS does not create something beside what is there; undefined where the name is free. */
export function refusalOfName(type: string, resource: Values, account: Account): string | undefined {
  const names = unique[type] ?? [];
  const isNamed = names.length > 0 && names.every((name) => isKnown(resource[name]));
  const owner =
    isNamed && account.resources(type).find((other) => names.every((name) => other[name] === resource[name]));
  if (!owner) return undefined;
  return `AlreadyExists: ${names.map((name) => `${name} ${resource[name]}`).join(', ')} is taken by ${owner.id}.`;
}
