import type { StackOwner } from './stack-owner';
import type { Statement } from './statement';

/**
 * The maximum size of a managed policy, in characters. IAM does not count white space.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const maxPolicyCharacters = 6144;

type Policies = Readonly<Record<string, readonly Statement[]>>;

const emptyPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length;
const comma = 1;

/** Splits policies that are larger than IAM allows. The second part of the policy `read` is named `read-2`. */
export function splitPolicies(policies: Policies, owner: StackOwner): Policies {
  const all = Object.entries(policies).flatMap(([name, statements]) =>
    split(statements, owner).map((part, index) => [index === 0 ? name : `${name}-${index + 1}`, part] as const),
  );
  return Object.fromEntries(all);
}

/**
 * Combines policies if the result is not larger than IAM allows, because a role can have only a few managed policies. The names are joined,
 * as in `edge+profiles`. IAM allows a plus sign in the name of a policy.
 */
export function combinePolicies(policies: Policies, owner: StackOwner): Policies {
  const combined: { names: string[]; statements: Statement[] }[] = [];
  for (const [name, statements] of Object.entries(policies)) {
    const place = combined.find(
      (one) => policyCharacters([...one.statements, ...statements], owner) <= maxPolicyCharacters,
    );
    if (place === undefined) combined.push({ names: [name], statements: [...statements] });
    else {
      place.names.push(name);
      place.statements.push(...statements);
    }
  }
  return Object.fromEntries(combined.map(({ names, statements }) => [names.join('+'), statements]));
}

/** Returns the size of a policy with these statements, in characters, as IAM counts it. */
export function policyCharacters(statements: readonly Statement[], owner: StackOwner): number {
  const sizes = statements.map((statement) => sizeOf(statement, owner));
  return emptyPolicy + sizes.reduce((sum, size) => sum + size, 0) + comma * Math.max(0, sizes.length - 1);
}

/** Distributes statements over as many policies as needed, in the order of the statements. */
function split(statements: readonly Statement[], owner: StackOwner): Statement[][] {
  const parts: Statement[][] = [[]];
  let size = emptyPolicy;
  for (const statement of statements.flatMap((one) => halves(one, owner))) {
    const last = parts.at(-1) ?? [];
    const own = sizeOf(statement, owner);
    size += last.length > 0 ? comma + own : own;
    if (last.length === 0 || size <= maxPolicyCharacters) {
      last.push(statement);
    } else {
      parts.push([statement]);
      size = emptyPolicy + own;
    }
  }
  return parts;
}

/**
 * Splits a statement that is too large for one policy into statements with fewer resources each. A statement with only one resource stays
 * unchanged.
 */
function halves(statement: Statement, owner: StackOwner): Statement[] {
  const { Resource } = statement;
  if (Resource.length < 2 || emptyPolicy + sizeOf(statement, owner) <= maxPolicyCharacters) return [statement];
  const middle = Math.ceil(Resource.length / 2);
  return [Resource.slice(0, middle), Resource.slice(middle)].flatMap((part) =>
    halves({ ...statement, Resource: part }, owner),
  );
}

/** Returns the size of a statement, in characters. An account id counts as twelve digits, even if it is still a Terraform reference. */
function sizeOf(statement: Statement, { accountId }: StackOwner): number {
  return JSON.stringify(statement).replaceAll(accountId, '0'.repeat(12)).length;
}
