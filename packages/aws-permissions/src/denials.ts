import { actions } from './row';
import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/**
 * Statements that prevent privilege escalation, even if somebody attaches another policy to the role: roles need the boundary, and nothing
 * of the bootstrap can be changed.
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
 * Statements that deny the decryption of the app's parameters to a role that may read them encrypted: the policy of AWS's own key would
 * allow it. https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function decryptionDenials(owner: StackOwner): Statement[] {
  if (!owner.has('ephemeral.aws_ssm_parameter')) return [];
  const throughSystemsManager = { StringEquals: { 'kms:ViaService': `ssm.${owner.region}.amazonaws.com` } };
  return [{ ...deny('kms: Decrypt', ['arn:aws:kms:*:*:key/*']), Condition: throughSystemsManager }];
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
