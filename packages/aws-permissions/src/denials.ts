import { actions, serviceOf } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/**
 * Returns statements that prevent privilege escalation, even if somebody attaches another policy to the role. They deny changes to roles
 * without the permissions boundary, and to roles and policies of the bootstrap.
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
 * Returns statements that deny the decryption of parameters. A role may read the app's parameters in encrypted form, and the policy of the
 * AWS managed key would also allow the role to decrypt them. The statements are needed even without parameters of the app, because roles
 * may also read parameters that the stack publishes.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function decryptionDenials(owner: StackOwner): Statement[] {
  if (!owner.isEnvironment) return [];
  const throughSystemsManager = { StringEquals: { 'kms:ViaService': `ssm.${owner.region}.amazonaws.com` } };
  return [{ ...deny('kms: Decrypt', ['arn:aws:kms:*:*:key/*']), Condition: throughSystemsManager }];
}

/**
 * Returns a statement that protects the resources of projects with similar names. The resources of the project `shop-dev` have the prefix of
 * the environment `dev` of the project `shop`, but their `Project` tag differs. It has no effect on resources that have no tag, or on actions
 * that do not evaluate tags.
 * @param allowed the statements of all policies, to find the services whose resources are limited by the beginnings of their names
 */
export function similarNamesDenial(owner: StackOwner, allowed: readonly Statement[]): Statement[] {
  const { prefix, isEnvironment, isPattern } = owner;
  const beginning = isPattern ? prefix : `${prefix}-*`;
  const limited = allowed.filter(({ Resource }) => Resource.some((resource) => resource.includes(beginning)));
  const services = new Set(limited.flatMap(({ Action }) => Action.map((action) => `${serviceOf(action)}:*`)));
  if (!isEnvironment || services.size === 0) return [];
  return [
    {
      Effect: 'Deny',
      Action: [...services].sort(),
      Resource: ['*'],
      Condition: { StringLike: { 'aws:ResourceTag/Project': [prefix, `${prefix}-*`] } },
    },
  ];
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
