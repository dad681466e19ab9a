/** One permission: these actions on these resources. */
export interface Permission {
  /** For example `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  /** ARNs; `*` only where AWS takes nothing narrower. */
  readonly resources: readonly string[];
}

/** An IAM policy that allows exactly these permissions, as JSON. */
export function allowPolicy(permissions: readonly Permission[]): string {
  return policyDocument(
    permissions.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources })),
  );
}

/** A trust policy: ECS may take the role for tasks of this account (and for no other account: the confused deputy). */
export function ecsTasksTrust(accountId: string): string {
  return policyDocument([
    {
      Effect: 'Allow',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': accountId } },
    },
  ]);
}

/** A trust policy: instances that carry the role take it. */
export const ec2Trust = policyDocument([
  { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);

/** One statement of a policy, in IAM's own words. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Of a trust or a resource policy. */
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** Not of a trust policy. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** A policy of these statements, as JSON. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
