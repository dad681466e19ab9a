import { row } from '../row';
import { namedGlobally, type Target } from '../target';

const ownRoles = namedGlobally('iam', 'role/{prefix}-*');

/**
 * The environment's roles with its permissions boundary. Only these roles may get permissions, because IAM can limit neither the content of
 * a policy nor the principals that a role trusts.
 */
const boundedRoles: Target = {
  resources: ownRoles.resources,
  condition: ({ boundaryArn }) =>
    boundaryArn === undefined ? undefined : { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } },
};

/**
 * The rows for IAM roles. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/iam
 */
export const roles = {
  // With `force_detach_policies`, the provider removes all policies from a role before it deletes the role.
  aws_iam_role: row('roles', {
    reads: 'iam: GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies',
    writes:
      'iam: CreateRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary ListInstanceProfilesForRole DetachRolePolicy DeleteRolePolicy DeleteRole TagRole UntagRole',
    on: ownRoles,
    others: {
      // PutRolePermissionsBoundary is needed for roles that were created before the environment had a boundary.
      'iam: CreateRole UpdateAssumeRolePolicy PutRolePermissionsBoundary': boundedRoles,
    },
  }),
  // The provider only removes policies here. It has none to add, because each policy is a separate resource that is applied first.
  aws_iam_role_policies_exclusive: row('roles', {
    reads: 'iam: ListRolePolicies',
    writes: 'iam: DeleteRolePolicy',
    on: ownRoles,
  }),
  aws_iam_role_policy_attachments_exclusive: row('roles', {
    reads: 'iam: ListAttachedRolePolicies',
    writes: 'iam: DetachRolePolicy',
    on: ownRoles,
  }),
  aws_iam_role_policy: row('roles', {
    reads: 'iam: GetRolePolicy',
    writes: 'iam: PutRolePolicy DeleteRolePolicy',
    on: ownRoles,
    others: { 'iam: PutRolePolicy': boundedRoles },
  }),
} as const;
