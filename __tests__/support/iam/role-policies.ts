import { reference, type SynthesizedStack } from '../stacks/synthesized';
import type { Statement } from './iam';

/** The account that references to the caller's identity are resolved to. */
export const account = '123456789012';

/** The policies of one role as IAM gets them, as JSON. */
export interface RolePolicies {
  readonly managed: readonly string[];
  readonly inline: readonly string[];
  readonly trust: string;
  /** ARN; undefined if the role has no permissions boundary. */
  readonly boundary?: string;
}

/**
 * The policies of a role in a synthesized stack, with references resolved.
 * @param role the last part of the address `aws_iam_role.<role>`
 * @throws Error if the stack has no such role
 */
export function policiesOf(stack: SynthesizedStack, role: string): RolePolicies {
  const { aws_iam_role, aws_iam_policy, aws_iam_role_policy, aws_iam_role_policy_attachment } = stack.resource;
  const block = aws_iam_role?.[role];
  if (block === undefined) throw new Error(`aws_iam_role.${role} is not in the stack`);
  const ofRole = (blocks: SynthesizedStack['resource'][string] | undefined) =>
    Object.values(blocks ?? {}).filter((one) => one.role === reference(`aws_iam_role.${role}.name`));
  return {
    managed: ofRole(aws_iam_role_policy_attachment)
      .map(({ policy_arn }) => /aws_iam_policy\.(\w+)\.arn/.exec(String(policy_arn))?.[1] ?? '')
      .map((name) => resolved(stack, aws_iam_policy?.[name]?.policy)),
    inline: ofRole(aws_iam_role_policy).map(({ policy }) => resolved(stack, policy)),
    trust: resolved(stack, block.assume_role_policy),
    ...(block.permissions_boundary !== undefined && { boundary: resolved(stack, block.permissions_boundary) }),
  };
}

/** The statements of all policies of a role but its trust policy. */
export function statementsOf(stack: SynthesizedStack, role: string): Statement[] {
  const { managed, inline } = policiesOf(stack, role);
  return [...managed, ...inline].flatMap(statementsIn);
}

/**
 * The statements of a managed policy.
 * @param policyArn as roles of other stacks name it
 * @throws Error if the stack creates no such policy
 */
export function managedStatements(stack: SynthesizedStack, policyArn: string): Statement[] {
  const policies = Object.values(stack.resource.aws_iam_policy ?? {});
  const policy = policies.find(({ name }) => policyArn === `arn:aws:iam::${account}:policy/${name}`)?.policy;
  if (policy === undefined) throw new Error(`The stack does not create ${policyArn}`);
  return statementsIn(resolved(stack, policy));
}

/** The statements of a policy in JSON. */
export function statementsIn(policy: string): Statement[] {
  return JSON.parse(policy).Statement;
}

/** A text in which references to the account, to arguments that the stack itself gives and to ARNs are resolved. */
export function resolved(stack: SynthesizedStack, text: unknown): string {
  return String(text)
    .replaceAll(reference('data.aws_caller_identity.current.account_id'), account)
    .replace(/\$\{(aws_\w+)\.(\w+)\.([\w.[\]]+)\}/g, (whole, type: string, name: string, attribute: string) => {
      const block = stack.resource[type]?.[name] ?? {};
      const value = block[attribute];
      if (typeof value === 'string') return resolved(stack, value);
      if (attribute === 'resource_id') return 'db-ABCDEFGHIJKL';
      const arn = attribute.endsWith('arn') ? arns[type] : undefined;
      return arn === undefined ? whole : resolved(stack, arn(String(block.name ?? block.bucket), regionOf(stack)));
    });
}

function regionOf({ provider }: SynthesizedStack): string {
  return String(provider.aws?.[0]?.region);
}

/** The ARNs that AWS gives, by the type of the resource. */
const arns: Readonly<Record<string, (name: string, region: string) => string>> = {
  aws_cloudwatch_log_group: (name, region) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  // Of its secret, the one thing of a database that policies name.
  aws_db_instance: (_name, region) => `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-1-a`,
  aws_dynamodb_table: (name, region) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  aws_ecr_repository: (name, region) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  aws_ecs_cluster: (name, region) => `arn:aws:ecs:${region}:${account}:cluster/${name}`,
  aws_s3_bucket: (name) => `arn:aws:s3:::${name}`,
};
