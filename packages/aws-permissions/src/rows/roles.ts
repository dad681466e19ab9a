import { row } from '../row';
import { namedGlobally, type Target } from '../target';

const ownRoles = namedGlobally('iam', 'role/{prefix}-*');

/**
 * Roles with the environment's permissions boundary. Only these can get permissions, because IAM can limit neither the content of a policy
 * nor the principals that a role trusts.
 */
const boundedRoles: Target = {
  resources: ownRoles.resources,
  condition: ({ boundaryArn }) =>
    boundaryArn === undefined ? undefined : { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } },
};

/** https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/iam */
export const roles = {
  aws_iam_role: row('roles', {
    reads: 'iam: GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies',
    writes:
      'iam: CreateRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy PutRolePermissionsBoundary ListInstanceProfilesForRole DeleteRole TagRole UntagRole',
    on: ownRoles,
    others: {
      // PutRolePermissionsBoundary is for roles that were created before the boundary.
      'iam: CreateRole UpdateAssumeRolePolicy PutRolePermissionsBoundary': boundedRoles,
    },
  }),
  // The provider neither puts nor attaches policies here, because each policy of a role is a separate resource that is applied before.
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
