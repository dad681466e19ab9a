import { reference, type SynthesizedStack } from '../stacks/synthesized';
import type { Statement } from './iam-evaluator';

/** The ID of the AWS account in tests. It replaces Terraform's references to the caller's account. */
export const account = '123456789012';

/** The policies of one role as JSON. Terraform references are resolved. */
export interface RolePolicies {
  readonly managed: readonly string[];
  readonly inline: readonly string[];
  readonly trust: string;
  /** The ARN of the permissions boundary. @default none */
  readonly boundary?: string;
}

/**
 * Returns the policies of a role in a synthesized stack, with references resolved.
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
      .map((name) => resolveReferences(stack, aws_iam_policy?.[name]?.policy)),
    inline: ofRole(aws_iam_role_policy).map(({ policy }) => resolveReferences(stack, policy)),
    trust: resolveReferences(stack, block.assume_role_policy),
    ...(block.permissions_boundary !== undefined && { boundary: resolveReferences(stack, block.permissions_boundary) }),
  };
}

/** Returns the statements of all policies of a role, except for its trust policy. */
export function statementsOf(stack: SynthesizedStack, role: string): Statement[] {
  const { managed, inline } = policiesOf(stack, role);
  return [...managed, ...inline].flatMap(parseStatements);
}

/**
 * Returns the statements of a managed policy.
 * @param policyArn the ARN of the policy, as it appears in roles of other stacks
 * @throws Error if the stack does not create the policy
 */
export function managedStatements(stack: SynthesizedStack, policyArn: string): Statement[] {
  const policies = Object.values(stack.resource.aws_iam_policy ?? {});
  const policy = policies.find(({ name }) => policyArn === `arn:aws:iam::${account}:policy/${name}`)?.policy;
  if (policy === undefined) throw new Error(`The stack does not create ${policyArn}`);
  return parseStatements(resolveReferences(stack, policy));
}

/**
 * Returns the statements of a policy.
 * @param policy the policy as JSON
 */
export function parseStatements(policy: string): Statement[] {
  return JSON.parse(policy).Statement;
}

/** Resolves Terraform references to the account ID, to string arguments of resources, and to ARNs. Other references stay unchanged. */
export function resolveReferences(stack: SynthesizedStack, text: unknown): string {
  return String(text)
    .replaceAll(reference('data.aws_caller_identity.current.account_id'), account)
    .replace(/\$\{(aws_\w+)\.(\w+)\.([\w.[\]]+)\}/g, (whole, type: string, name: string, attribute: string) => {
      const block = stack.resource[type]?.[name] ?? {};
      const value = block[attribute];
      if (typeof value === 'string') return resolveReferences(stack, value);
      if (attribute === 'resource_id') return 'db-ABCDEFGHIJKL';
      const arn = attribute.endsWith('arn') ? arns[type] : undefined;
      return arn === undefined
        ? whole
        : resolveReferences(stack, arn(String(block.name ?? block.bucket), regionOf(stack)));
    });
}

function regionOf({ provider }: SynthesizedStack): string {
  return String(provider.aws?.[0]?.region);
}

/** By Terraform type, a function that returns the ARN of a resource. */
const arns: Readonly<Record<string, (name: string, region: string) => string>> = {
  aws_cloudwatch_log_group: (name, region) => `arn:aws:logs:${region}:${account}:log-group:${name}`,
  // This is the ARN of the database's secret, because policies name only the secret.
  aws_db_instance: (_name, region) => `arn:aws:secretsmanager:${region}:${account}:secret:rds!db-1-a`,
  aws_dynamodb_table: (name, region) => `arn:aws:dynamodb:${region}:${account}:table/${name}`,
  aws_ecr_repository: (name, region) => `arn:aws:ecr:${region}:${account}:repository/${name}`,
  aws_ecs_cluster: (name, region) => `arn:aws:ecs:${region}:${account}:cluster/${name}`,
  aws_s3_bucket: (name) => `arn:aws:s3:::${name}`,
};
