import type { Values } from '../protocol/value';
import type { Account } from './account';
import { scalableResourceId } from './attributes/ecs-attributes';

interface Dependent {
  readonly type: string;
  /** Whether AWS deletes `resource` together with `owner`. */
  belongsTo(resource: Values, owner: Values): boolean;
}

/**
 * The resources that AWS deletes together with their owner, by the type of the owner. For a role with `force_detach_policies`, the
 * provider, not AWS, deletes the policies.
 * Source: https://github.com/hashicorp/terraform-provider-aws/issues/10432, `deleteRole` in the provider's code, and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
 */
const dependents: Record<string, readonly Dependent[]> = {
  aws_ecs_service: ['aws_appautoscaling_policy', 'aws_appautoscaling_target'].map((type) => ({
    type,
    belongsTo: ({ resource_id }, service) => resource_id === scalableResourceId(service),
  })),
  aws_iam_role: ['aws_iam_role_policy', 'aws_iam_role_policy_attachment'].map((type) => ({
    type,
    belongsTo: ({ role }, { name, force_detach_policies: isForced }) => isForced === true && role === name,
  })),
  aws_lb: [{ type: 'aws_lb_listener', belongsTo: ({ load_balancer_arn }, { arn }) => load_balancer_arn === arn }],
};

/** Deletes the resources that AWS deletes together with `owner`. */
export function deleteDependents(type: string, owner: Values, account: Account): void {
  for (const { type: dependent, belongsTo } of dependents[type] ?? []) {
    for (const resource of account.resources(dependent)) {
      if (belongsTo(resource, owner)) account.remove(dependent, resource);
    }
  }
}
