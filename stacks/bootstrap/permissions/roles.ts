import { physicalName } from '../../names';
import type { Statement } from '../../policy';
import { allow, deny, type Territory } from './territory';

/**
 * The calls of Terraform to change an environment's roles. A role gets permissions only while it carries the environment's
 * boundary, because IAM can limit neither the text of a policy nor whom a role trusts.
 */
export function roleStatements(territory: Territory): Statement[] {
  const roles = territory.global('iam', `role/${territory.prefix}-*`);
  return [
    // PutRolePermissionsBoundary is for roles that were created before there was a boundary.
    allow('iam', ['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy'], roles, {
      StringEquals: { 'iam:PermissionsBoundary': territory.boundary },
    }),
    // These give no permissions, so they also work on a role without a boundary.
    allow(
      'iam',
      [
        'DeleteRole',
        'DeleteRolePolicy',
        'DetachRolePolicy',
        'ListInstanceProfilesForRole',
        'TagRole',
        'UntagRole',
        'UpdateRole',
        'UpdateRoleDescription',
      ],
      roles,
    ),
    ...passStatements(territory),
    ...denials(territory),
  ];
}

/** Each service gets the roles that are made for it. */
function passStatements(territory: Territory): Statement[] {
  const pass = (service: string, ...names: readonly string[]) =>
    allow(
      'iam',
      ['PassRole'],
      territory.global('iam', ...names.map((name) => `role/${physicalName(territory.environment, name, 'role')}`)),
      { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
    );
  return [
    pass('ecs-tasks', 'app-task', 'app-execution'),
    pass('vpc-flow-logs', 'flow-logs'),
    ...(territory.isPrivate ? [pass('ec2', 'hosts', 'jump')] : []),
  ];
}

/** They hold even if somebody attaches another policy to the role that deploys. */
function denials(territory: Territory): Statement[] {
  const { project, name } = territory.owner;
  return [
    deny(
      'iam',
      ['AttachRolePolicy', 'CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy'],
      territory.global('iam', 'role/*'),
      { StringNotEquals: { 'iam:PermissionsBoundary': territory.boundary } },
    ),
    deny('iam', ['DeleteRolePermissionsBoundary'], territory.global('iam', 'role/*')),
    deny(
      'iam',
      [
        'CreatePolicyVersion',
        'DeletePolicy',
        'DeletePolicyVersion',
        'SetDefaultPolicyVersion',
        'TagPolicy',
        'UntagPolicy',
      ],
      territory.global('iam', `policy/${project}-${name}-*`),
    ),
    deny(
      'iam',
      [
        'AttachRolePolicy',
        'DeleteRole',
        'DeleteRolePolicy',
        'DetachRolePolicy',
        'PassRole',
        'PutRolePermissionsBoundary',
        'PutRolePolicy',
        'TagRole',
        'UntagRole',
        'UpdateAssumeRolePolicy',
        'UpdateRole',
        'UpdateRoleDescription',
      ],
      territory.global('iam', `role/${project}-${name}-*`),
    ),
  ];
}
