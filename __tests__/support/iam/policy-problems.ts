import { lookUpAction, matchingActions } from './authorization-reference';
import type { Statement } from './iam-evaluator';

/**
 * Returns the parts of a policy that have no effect or are too broad, one sentence each: unknown actions; resources that no action accepts;
 * a `*` for an action that accepts ARNs; condition keys that are never in a request; and actions that lack a resource of a required type.
 */
export async function policyProblems(statements: readonly Statement[]): Promise<string[]> {
  const problems = await Promise.all([...statements.map(problemsOf), missingTypes(statements)]);
  return [...new Set(problems.flat())].sort();
}

async function problemsOf(statement: Statement): Promise<string[]> {
  const [actions, resources] = [[statement.Action ?? []].flat(), [statement.Resource ?? []].flat()];
  const keys = Object.values(statement.Condition ?? {}).flatMap(Object.keys);
  const problems: string[] = [];
  const accepted = new Set<string>();
  for (const action of actions) {
    if (statement.Effect === 'Deny' && action.endsWith(':*')) {
      accepted.add('*');
      if ((await matchingActions(action)).length === 0) problems.push(`${action} matches no action`);
      continue;
    }
    const reference = await lookUpAction(action);
    if (reference === undefined) {
      problems.push(`${action} is not an action`);
      continue;
    }
    const pairs = reference.types.flatMap((type) =>
      resources.filter((resource) => overlaps(resource, type.arn)).map((resource) => ({ type, resource })),
    );
    for (const { resource } of pairs) accepted.add(resource);
    if (resources.includes('*')) {
      accepted.add('*');
      if (reference.types.length > 0) problems.push(`${action} accepts narrower resources than *`);
    } else if (pairs.length === 0) problems.push(`${action} accepts none of ${resources.join(', ')}`);
    for (const key of keys.filter((one) => !isGlobal(one) && !reference.keys.some(isSameKey(one)))) {
      const without = pairs.filter(({ type }) => !type.keys.some(isSameKey(key)));
      for (const { type } of without) problems.push(`${action} on ${type.name} has no ${key}`);
      if (pairs.length === 0) problems.push(`${action} has no ${key}`);
    }
  }
  for (const resource of resources.filter((one) => !accepted.has(one)))
    problems.push(`${resource} is accepted by none of ${actions.join(', ')}`);
  return problems;
}

/** Returns the actions that AWS denies although a statement allows them, because no statement contains a resource of a required type. */
async function missingTypes(statements: readonly Statement[]): Promise<string[]> {
  const allowed = new Map<string, string[]>();
  for (const { Effect, Action = [], Resource = [] } of statements) {
    if (Effect !== 'Allow') continue;
    for (const action of [Action].flat()) allowed.set(action, [...(allowed.get(action) ?? []), ...[Resource].flat()]);
  }
  const problems = [...allowed].map(async ([action, resources]) => {
    const { types = [] } = (await lookUpAction(action)) ?? {};
    return types
      .filter(({ isRequired, arn }) => isRequired && !resources.some((resource) => overlaps(resource, arn)))
      .map(({ name }) => `${action} needs a ${name}`);
  });
  return (await Promise.all(problems)).flat();
}

/** Whether every request has this condition key. For other keys, AWS's reference lists the actions that support them. */
function isGlobal(key: string): boolean {
  return key.startsWith('aws:') && !/^aws:(RequestTag|ResourceTag|TagKeys)(\/|$)/i.test(key);
}

/**
 * Returns a function that compares a key in AWS's reference with this key. A key in the reference may end with a variable:
 * `aws:ResourceTag/${TagKey}`.
 */
function isSameKey(key: string): (listed: string) => boolean {
  return (listed) => {
    const [fixed = '', ...rest] = listed.toLowerCase().split('${');
    return rest.length > 0 ? key.toLowerCase().startsWith(fixed) : key.toLowerCase() === fixed;
  };
}

/** Whether an ARN could match both patterns. Each of the six parts of an ARN is compared separately. */
function overlaps(pattern: string, format: string): boolean {
  if (pattern === '*') return true;
  const [left, right] = [partsOf(pattern), partsOf(format)];
  return left.every((part, index) => canMatchBoth(part, right[index] ?? ''));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function canMatchBoth(left: string, right: string): boolean {
  if (left === '' && right === '') return true;
  if (left.startsWith('*'))
    return canMatchBoth(left.slice(1), right) || (right !== '' && canMatchBoth(left, right.slice(1)));
  if (right.startsWith('*')) return canMatchBoth(right, left);
  return left !== '' && left[0] === right[0] && canMatchBoth(left.slice(1), right.slice(1));
}
