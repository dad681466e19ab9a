import type { Account } from '../account';
import type { Values } from '../value';
import { scalableResource } from './identities';

/**
 * What AWS removes by itself with something else, without Terraform's knowledge: a service takes with it what scales it,
 * and a listener goes with its load balancer. With `force_detach_policies`, the provider deletes a role's policies with the role.
 *
 * Source: https://github.com/hashicorp/terraform-provider-aws/issues/10432, `deleteRole` in the provider's code, and
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteLoadBalancer.html
 */
const dependents: Record<string, readonly { type: string; belongsTo(dependent: Values, owner: Values): boolean }[]> = {
  aws_ecs_service: ['aws_appautoscaling_policy', 'aws_appautoscaling_target'].map((type) => ({
    type,
    belongsTo: ({ resource_id }, service) => resource_id === scalableResource(service),
  })),
  aws_iam_role: ['aws_iam_role_policy', 'aws_iam_role_policy_attachment'].map((type) => ({
    type,
    belongsTo: ({ role }, { name, force_detach_policies: isForced }) => isForced === true && role === name,
  })),
  aws_lb: [{ type: 'aws_lb_listener', belongsTo: ({ load_balancer_arn }, { arn }) => load_balancer_arn === arn }],
};

export function removeDependents(type: string, owner: Values, account: Account): void {
  for (const { type: dependent, belongsTo } of dependents[type] ?? []) {
    for (const resource of account.resources(dependent)) {
      if (belongsTo(resource, owner)) account.remove(dependent, resource);
    }
  }
}
