import type { Statement } from './iam';
import { reference, type SynthesizedStack } from './synthesized';

/** The account that references to the caller's identity are resolved to. */
export const account = '123456789012';

/** The policies of one role as IAM gets them, as JSON. */
export interface RolePolicies {
  readonly managed: readonly string[];
  readonly inline: readonly string[];
  readonly trust: string;
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
  };
}

/** The statements of all policies of a role but its trust policy. */
export function statementsOf(stack: SynthesizedStack, role: string): Statement[] {
  const { managed, inline } = policiesOf(stack, role);
  return [...managed, ...inline].flatMap(statementsIn);
}

/** The statements of a policy in JSON. */
export function statementsIn(policy: string): Statement[] {
  return JSON.parse(policy).Statement;
}

/** A text in which references to the account, and to arguments that the stack itself gives, are resolved. */
export function resolved(stack: SynthesizedStack, text: unknown): string {
  return String(text)
    .replaceAll(reference('data.aws_caller_identity.current.account_id'), account)
    .replace(/\$\{(aws_\w+)\.(\w+)\.(\w+)\}/g, (whole, type: string, name: string, argument: string) => {
      const value = stack.resource[type]?.[name]?.[argument];
      return typeof value === 'string' ? resolved(stack, value) : whole;
    });
}
