import { actions, serviceOf } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/**
 * Returns statements that prevent privilege escalation, even if somebody attaches another policy to the role. They deny changes to roles
 * that lack the permissions boundary, and to roles and policies of the bootstrap.
 */
export function denials(owner: StackOwner): Statement[] {
  const { boundaryArn, bootstrapPrefix, isEnvironment } = owner;
  if (!isEnvironment) return [];
  return [
    ...(boundaryArn === undefined ? [] : boundaryDenials(owner, boundaryArn)),
    deny(
      'iam: CreatePolicyVersion DeletePolicy DeletePolicyVersion SetDefaultPolicyVersion TagPolicy UntagPolicy',
      owner.global('iam', `policy/${bootstrapPrefix}-*`),
    ),
    deny(
      'iam: AttachRolePolicy DeleteRole DeleteRolePolicy DetachRolePolicy PassRole PutRolePermissionsBoundary PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription',
      owner.global('iam', `role/${bootstrapPrefix}-*`),
    ),
  ];
}

/**
 * Returns statements that deny the decryption of SSM parameters. A role may read the app's parameters in encrypted form, and the policy of
 * the AWS managed key would also let the role decrypt them. Even an app without parameters needs the statements, because roles may also
 * read the parameters that the stack publishes.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function decryptionDenials(owner: StackOwner): Statement[] {
  if (!owner.isEnvironment) return [];
  const throughSystemsManager = { StringEquals: { 'kms:ViaService': `ssm.${owner.region}.amazonaws.com` } };
  return [{ ...deny('kms: Decrypt', ['arn:aws:kms:*:*:key/*']), Condition: throughSystemsManager }];
}

/**
 * Returns statements that deny access to the resources of projects with similar names. For example, the names of the environment `dev` of
 * the project `shop` begin with `shop-dev`, and so do all names of a project `shop-dev`: only the tags differ. The roles of the environment
 * are therefore denied access to the project, and the roles of the project are denied access to the environment. The statements have no
 * effect on resources without tags, or on actions that do not evaluate tags.
 * @param allowed the statements of all policies. The denials cover only the services whose resources these statements select by a name
 * prefix.
 */
export function similarNamesDenials(owner: StackOwner, allowed: readonly Statement[]): Statement[] {
  const { prefix, isEnvironment, isPattern } = owner;
  const beginning = isPattern ? prefix : `${prefix}-*`;
  const limited = allowed.filter(({ Resource }) => Resource.some((resource) => resource.includes(beginning)));
  const services = new Set(limited.flatMap(({ Action }) => Action.map((action) => `${serviceOf(action)}:*`)));
  if (!isEnvironment || services.size === 0) return [];
  const denial = { Effect: 'Deny', Action: [...services].sort(), Resource: ['*'] } as const;
  const conditions = [
    { StringLike: { 'aws:ResourceTag/Project': [prefix, `${prefix}-*`] } },
    ...environmentsInName(owner.project),
  ];
  return conditions.map((Condition) => ({ ...denial, Condition }));
}

/**
 * Returns a list with a condition that matches the tags of environments in other projects, if this project's name begins with their prefix.
 * For the project `shop-dev`, that is the environment `dev` of the project `shop`. The list is empty for a project name without a hyphen.
 */
function environmentsInName(project: string): NonNullable<Statement['Condition']>[] {
  const parts = project.split('-');
  const projects = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('-'));
  const tags = { 'aws:ResourceTag/Project': projects, 'aws:ResourceTag/Environment': parts.slice(1) };
  return projects.length === 0 ? [] : [{ StringEquals: tags }];
}

function boundaryDenials(owner: StackOwner, boundaryArn: string): Statement[] {
  const roles = owner.global('iam', 'role/*');
  return [
    {
      ...deny(
        'iam: AttachRolePolicy CreateRole PutRolePermissionsBoundary PutRolePolicy UpdateAssumeRolePolicy',
        roles,
      ),
      Condition: { StringNotEquals: { 'iam:PermissionsBoundary': boundaryArn } },
    },
    deny('iam: DeleteRolePermissionsBoundary', roles),
  ];
}

function deny(names: string, resources: readonly string[]): Statement {
  return { Effect: 'Deny', Action: actions(names), Resource: resources };
}
