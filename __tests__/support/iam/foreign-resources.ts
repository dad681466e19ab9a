import { referencedAction } from './authorization-reference';
import { isAllowed, type Statement } from './iam';

/** Whose a resource is: an environment of some project; without tags, of nobody. */
export interface Owner {
  readonly project: string;
  readonly name: string;
  readonly isTagged: boolean;
}

/** Names that follow another pattern than `{project}-{environment}-…`, by the type of the resource. */
const names: Readonly<Record<string, (prefix: string, owner: Owner) => string>> = {
  Secret: () => 'rds!db-1',
  bucket: (prefix) => `${prefix}-uploads-123456789012-eu-central-1`,
  'log-group': (prefix) => `/ecs/${prefix}`,
  object: (prefix) => `${prefix}-uploads-123456789012-eu-central-1/files/1`,
  parameter: (_prefix, { project, name }) => `${project}/${name}/deployed/image`,
};

/** The types that an action creates, and so whose owner is the caller; all others exist before the call. */
const created: Readonly<Record<string, readonly string[]>> = {
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
 * What a role can change that belongs to somebody else: `ec2:DeleteVpc on vpc`, or `… on *` if AWS takes no resource. Everything
 * in a request that the caller chooses is as the policy wants it.
 * @param statements of the role of an environment
 */
export async function reachedBy(statements: readonly Statement[], owner: Owner): Promise<string[]> {
  const denials = statements.filter(({ Effect }) => Effect === 'Deny');
  const reached = statements.flatMap((statement) =>
    statement.Effect === 'Allow'
      ? [statement.Action ?? []].flat().map((action) => reachedTypes(action, [statement, ...denials], owner))
      : [],
  );
  return [...new Set((await Promise.all(reached)).flat())].sort();
}

async function reachedTypes(action: string, statements: readonly Statement[], owner: Owner): Promise<string[]> {
  const known = await referencedAction(action);
  if (known === undefined || !known.isWrite) return [];
  const context = contextOf(statements, owner);
  const types = known.types.length > 0 ? known.types : [{ name: '*', arn: '*' }];
  return types
    .filter(({ name }) => !created[action]?.includes(name))
    .filter(({ name, arn }) => isAllowed(statements, { action, resource: arnOf(arn, name, owner), context }))
    .map(({ name }) => `${action} on ${name}`);
}

function arnOf(format: string, type: string, owner: Owner): string {
  if (format === '*') return format;
  const prefix = `${owner.project}-${owner.name}`;
  const [, , service = '', region, accountId, ...rest] = format.split(':');
  const place = [region && 'eu-central-1', accountId && '123456789012'];
  const name = names[type]?.(prefix, owner);
  const resource = rest.join(':');
  const named = name ? resource.replace(/\*.*$/, name) : resource.replaceAll('*', `${prefix}-app`);
  return ['arn:aws', service, ...place.map((part) => part ?? ''), named].join(':');
}

/** Keys whose values are no choice of the caller: why something is tagged, and whose an image is. */
const notChosen = /^(ec2|elasticloadbalancing):CreateAction$|^ec2:Owner$/;

function contextOf(statements: readonly Statement[], { project, name, isTagged }: Owner) {
  const wanted = Object.entries(statements[0]?.Condition ?? {})
    .filter(([operator]) => operator !== 'Null' && !operator.includes('Not'))
    .flatMap(([, keys]) => Object.entries(keys))
    .filter(([key]) => !key.startsWith('aws:ResourceTag/') && !notChosen.test(key))
    .map(([key, value]) => [key, [value].flat()[0]?.replaceAll('*', 'any') ?? '']);
  return {
    ...(Object.fromEntries(wanted) as Record<string, string>),
    ...(isTagged && { 'aws:ResourceTag/Project': project, 'aws:ResourceTag/Environment': name }),
    // RDS tags every secret of a database.
    'aws:ResourceTag/aws:rds:primaryDBInstanceArn': `arn:aws:rds:eu-central-1:123456789012:db:${project}-${name}-database`,
  };
}
