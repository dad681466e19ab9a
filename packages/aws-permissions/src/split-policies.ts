import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/**
 * The maximum size of a managed policy, in characters. IAM does not count white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const maxPolicyCharacters = 6144;

type Policies = Readonly<Record<string, readonly Statement[]>>;

/** Splits policies that are larger than IAM allows. The second part of the policy `read` is named `read-2`. */
export function splitPolicies(policies: Policies, owner: StackOwner): Policies {
  const all = Object.entries(policies).flatMap(([name, statements]) =>
    split(statements, owner).map((part, index) => [index === 0 ? name : `${name}-${index + 1}`, part] as const),
  );
  return Object.fromEntries(all);
}

/** Distributes statements over as many policies as needed, in the order of the statements. */
function split(statements: readonly Statement[], owner: StackOwner): Statement[][] {
  const parts: Statement[][] = [[]];
  for (const statement of statements.flatMap((one) => halves(one, owner))) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && size([...last, statement], owner) > maxPolicyCharacters) parts.push([statement]);
    else last.push(statement);
  }
  return parts;
}

/**
 * Divides a statement that is larger than a policy into statements with fewer resources each. A statement with one resource stays
 * unchanged.
 */
function halves(statement: Statement, owner: StackOwner): Statement[] {
  const { Resource } = statement;
  if (Resource.length < 2 || size([statement], owner) <= maxPolicyCharacters) return [statement];
  const middle = Math.ceil(Resource.length / 2);
  return [Resource.slice(0, middle), Resource.slice(middle)].flatMap((part) =>
    halves({ ...statement, Resource: part }, owner),
  );
}

/**
 * Returns the size of a policy with these statements, in characters. An account id counts as twelve digits, even if it is still a
 * reference.
 */
function size(statements: readonly Statement[], { accountId }: StackOwner): number {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return text.replaceAll(accountId, '0'.repeat(12)).length;
}
