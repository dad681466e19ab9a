import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
import type { EnvironmentResources } from './environment-resources';
import { allow, deny } from './statements';

/**
 * The permissions to change the roles of an environment. Only a role with the environment's permissions boundary can get permissions,
 * because IAM can limit neither the content of a policy nor the principals that a role trusts.
 */
export function roleStatements(resources: EnvironmentResources): Statement[] {
  const roles = resources.global('iam', `role/${resources.prefix}-*`);
  return [
    // PutRolePermissionsBoundary is for roles that were created before the boundary.
    allow('iam', ['CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy'], roles, {
      StringEquals: { 'iam:PermissionsBoundary': resources.boundaryArn },
    }),
    // These actions grant no permissions, so they are also allowed for a role without a boundary.
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
    ...passStatements(resources),
    ...denials(resources),
  ];
}

/** Allows passing each role only to the AWS service that assumes it. */
function passStatements(resources: EnvironmentResources): Statement[] {
  const pass = (service: string, ...names: readonly string[]) =>
    allow(
      'iam',
      ['PassRole'],
      resources.global('iam', ...names.map((name) => `role/${physicalName(resources.environment, name, 'role')}`)),
      { StringEquals: { 'iam:PassedToService': `${service}.amazonaws.com` } },
    );
  return [
    pass('ecs-tasks', 'app-task', 'app-execution'),
    pass('vpc-flow-logs', 'flow-logs'),
    ...(resources.isPrivate ? [pass('ec2', 'hosts', 'jump')] : []),
  ];
}

/** Prevents privilege escalation, even if somebody attaches another policy to the role that deploys. */
function denials(resources: EnvironmentResources): Statement[] {
  const { project, name } = resources.owner;
  return [
    deny(
      'iam',
      ['AttachRolePolicy', 'CreateRole', 'PutRolePermissionsBoundary', 'PutRolePolicy', 'UpdateAssumeRolePolicy'],
      resources.global('iam', 'role/*'),
      { StringNotEquals: { 'iam:PermissionsBoundary': resources.boundaryArn } },
    ),
    deny('iam', ['DeleteRolePermissionsBoundary'], resources.global('iam', 'role/*')),
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
      resources.global('iam', `policy/${project}-${name}-*`),
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
      resources.global('iam', `role/${project}-${name}-*`),
    ),
  ];
}
