/** One permission: these actions on these resources. */
export interface Permission {
  /** For example `dynamodb:GetItem`. */
  readonly actions: readonly string[];
  /** ARNs; `*` only if the actions support nothing narrower. */
  readonly resources: readonly string[];
}

/** Returns an IAM policy that allows exactly these permissions, as JSON. */
export function allowPolicy(permissions: readonly Permission[]): string {
  return policyDocument(
    permissions.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources })),
  );
}

/** Returns a trust policy: ECS may assume the role for tasks of this account only, which prevents a confused deputy. */
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

/** A trust policy: EC2 instances may assume the role. */
export const ec2Trust = policyDocument([
  { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);

/** One statement of a policy, with IAM's names. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** Only in trust policies and resource policies. */
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** Not in trust policies. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Returns a statement of a resource policy that denies these actions on the resource over plain HTTP. */
export function denyPlainHttp(actions: string, resource: string | readonly string[]): Statement {
  return {
    Sid: 'RefusePlainHttp',
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    Resource: resource,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Returns a policy with these statements, as JSON. */
export function policyDocument(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}
