import { lookUpAction } from './authorization-reference';
import { isAllowed, type Statement } from './iam-evaluator';

/** The environment that a resource belongs to. */
export interface ResourceOwner {
  readonly project: string;
  readonly name: string;
  /** The prefix of the resource's name. @default the project and the environment, such as `shop-dev` */
  readonly prefix?: string;
  /** Whether the resource has the tags of the environment. A resource without them belongs to no environment. */
  readonly isTagged: boolean;
}

/** By the type of the resource, the names that are exceptions to the pattern `{project}-{environment}-…`. */
const names: Readonly<Record<string, (prefix: string, owner: ResourceOwner) => string>> = {
  Secret: () => 'rds!db-1',
  bucket: (prefix) => `${prefix}-uploads-123456789012-eu-central-1`,
  'log-group': (prefix) => `/ecs/${prefix}`,
  object: (prefix) => `${prefix}-uploads-123456789012-eu-central-1/files/1`,
  parameter: (_prefix, { project, name }) => `${project}/${name}/deployed/image`,
};

/**
 * The types whose tags IAM cannot evaluate. S3 evaluates the tags of a bucket only after `PutBucketAbac`, and the AWS provider sets no tags on
 * dashboards.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html
 */
const typesWithoutTags = ['bucket', 'object', 'dashboard'];

/** The types of the resources that an action creates. They are not counted as changed, because a new resource belongs to the caller. */
const createdTypes: Readonly<Record<string, readonly string[]>> = {
  'acm:RequestCertificate': ['*'],
  'ec2:AllocateAddress': ['elastic-ip'],
  'ec2:AuthorizeSecurityGroupEgress': ['security-group-rule'],
  'ec2:AuthorizeSecurityGroupIngress': ['security-group-rule'],
  'ec2:CreateFlowLogs': ['vpc-flow-log'],
  'ec2:CreateInternetGateway': ['internet-gateway'],
  'ec2:CreateLaunchTemplate': ['launch-template'],
  'ec2:CreateNatGateway': ['natgateway'],
  'ec2:CreateRouteTable': ['route-table'],
  'ec2:CreateSecurityGroup': ['security-group'],
  'ec2:CreateSubnet': ['subnet'],
  'ec2:CreateVpc': ['vpc'],
  'ec2:CreateVpcEndpoint': ['vpc-endpoint'],
  'ec2:RunInstances': ['instance', 'network-interface', 'volume'],
  'elasticloadbalancing:CreateLoadBalancer': ['loadbalancer'],
  'elasticloadbalancing:CreateTargetGroup': ['targetgroup'],
  'secretsmanager:CreateSecret': ['Secret'],
};

/**
 * Returns the changes that a role can make to resources of this owner, such as `ec2:DeleteVpc on vpc`. An action without resource-level
 * permissions is returned as `… on *`. If the caller can choose the value of a condition key, its conditions are assumed to be met.
 * @param statements the statements of the role's policies
 */
export async function changeableResources(statements: readonly Statement[], owner: ResourceOwner): Promise<string[]> {
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');
  const changeable = statements.flatMap((statement) =>
    statement.Effect === 'Allow'
      ? [statement.Action ?? []].flat().map((action) => changeableTypes(action, [statement, ...denials], owner))
      : [],
  );
  return [...new Set((await Promise.all(changeable)).flat())].sort();
}

async function changeableTypes(
  action: string,
  statements: readonly Statement[],
  owner: ResourceOwner,
): Promise<string[]> {
  const reference = await lookUpAction(action);
  if (reference === undefined || !reference.isWrite) return [];
  const types = reference.types.length > 0 ? reference.types : [{ name: '*', arn: '*', keys: [] }];
  return types
    .filter(({ name }) => !createdTypes[action]?.includes(name))
    .filter(({ name, arn, keys }) => {
      const evaluatesTags = [...keys, ...reference.keys].some((key) => key.startsWith('aws:ResourceTag/'));
      const isTagged = owner.isTagged && evaluatesTags && !typesWithoutTags.includes(name);
      const context = contextOf(statements, { ...owner, isTagged });
      return isAllowed(statements, { action, resource: arnOf(arn, name, owner), context });
    })
    .map(({ name }) => `${action} on ${name}`);
}

function prefixOf({ project, name, prefix = `${project}-${name}` }: ResourceOwner): string {
  return prefix;
}

function arnOf(format: string, type: string, owner: ResourceOwner): string {
  if (format === '*') return format;
  const prefix = prefixOf(owner);
  const [, , service = '', region, accountId, ...rest] = format.split(':');
  const place = [region && 'eu-central-1', accountId && '123456789012'];
  const name = names[type]?.(prefix, owner);
  const resource = rest.join(':');
  const named = name ? resource.replace(/\*.*$/, name) : resource.replaceAll('*', `${prefix}-app`);
  return ['arn:aws', service, ...place.map((part) => part ?? ''), named].join(':');
}

/**
 * The condition keys whose values the caller cannot choose: the name of the action that creates and tags a resource, and the owner of an
 * image.
 */
const fixedKeys = /^(ec2|elasticloadbalancing):CreateAction$|^ec2:Owner$/;

function contextOf(statements: readonly Statement[], owner: ResourceOwner) {
  const { project, name, isTagged } = owner;
  const chosen = Object.entries(statements[0]?.Condition ?? {})
    .filter(([operator]) => operator !== 'Null' && !operator.includes('Not'))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => !key.startsWith('aws:ResourceTag/') && !fixedKeys.test(key))
    .map(([key, value]) => [key, [value].flat()[0]?.replaceAll('*', 'any') ?? '']);
  return {
    ...(Object.fromEntries(chosen) as Record<string, string>),
    ...(isTagged && { 'aws:ResourceTag/Project': project, 'aws:ResourceTag/Environment': name }),
    // RDS adds this tag to the secret of every database.
    'aws:ResourceTag/aws:rds:primaryDBInstanceArn': `arn:aws:rds:eu-central-1:123456789012:db:${prefixOf(owner)}-database`,
  };
}
