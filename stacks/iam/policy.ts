/** One permission: some actions on some resources. */
export interface Permission {
  /** The IAM actions, for example `['dynamodb:GetItem']`. */
  readonly actions: readonly string[];
  /** The ARNs of the resources. Use `*` only if the actions do not support resource-level permissions. */
  readonly resources: readonly string[];
}

/** Returns an IAM policy that allows exactly these permissions, as JSON. */
export function allowPolicy(permissions: readonly Permission[]): string {
  return policyDocument(
    permissions.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources })),
  );
}

/**
 * Returns a trust policy that allows only ECS tasks of this account to assume the role. This restriction prevents the confused deputy
 * problem.
 */
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

/** A trust policy that allows EC2 instances to assume the role. */
export const ec2Trust = policyDocument([
  { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
]);

/** One statement of a policy, with the names that IAM uses in JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  /** The principals. Only trust policies and resource policies have them. */
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: string | readonly string[];
  /** The ARNs of the resources. Trust policies have none. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Returns a statement for a resource policy that denies these actions over plain HTTP. */
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
