import { hasDynamodbTable, limitsCdn } from '../../environment';
import { secretArns } from '../../iam/app-secrets';
import type { Statement } from '../../iam/policy';
import { isPrefixList } from '../../network/allowed-networks';
import { bucketReads, parameterReads, tableReads } from './actions';
import { ipSetArns } from './cdn';
import type { EnvironmentResources } from './environment-resources';
import { hostReadStatements } from './hosts';
import { profileReadStatements } from './profiles';
import { allow, allowIfAny, deny } from './statements';

/** The permissions to read the configuration of an environment, for plans and applies. */
export function readStatements(resources: EnvironmentResources): Statement[] {
  return [...withoutResources(), ...services(resources), ...edge(resources)];
}

/** The same for private subnets. It is a separate policy because of IAM's size limit. */
export function privateReadStatements(resources: EnvironmentResources): Statement[] {
  return [
    ...hostReadStatements(resources),
    ...(resources.environment.profiles ? profileReadStatements(resources) : []),
  ];
}

/** AWS accepts no resource for these actions. */
function withoutResources(): Statement[] {
  return [
    allow(
      'ec2',
      [
        'DescribeFlowLogs',
        'DescribeInternetGateways',
        'DescribeNetworkAcls',
        'DescribePrefixLists',
        'DescribeRouteTables',
        'DescribeSecurityGroupRules',
        'DescribeSecurityGroups',
        'DescribeSubnets',
        'DescribeVpcEndpoints',
        'DescribeVpcs',
      ],
      ['*'],
    ),
    allow(
      'elasticloadbalancing',
      [
        'DescribeCapacityReservation',
        'DescribeListenerAttributes',
        'DescribeListeners',
        'DescribeLoadBalancerAttributes',
        'DescribeLoadBalancers',
        'DescribeTags',
        'DescribeTargetGroupAttributes',
        'DescribeTargetGroups',
      ],
      ['*'],
    ),
    allow('application-autoscaling', ['DescribeScalableTargets', 'DescribeScalingPolicies'], ['*']),
    allow('ecs', ['DescribeTaskDefinition'], ['*']),
    allow('logs', ['DescribeLogGroups'], ['*']),
    allow('route53', ['ListHostedZones'], ['*']),
    allow('ssm', ['DescribeParameters'], ['*']),
  ];
}

function services(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  return [
    ...allowIfAny('dynamodb', tableReads, resources.entriesTable()),
    ...(hasDynamodbTable(environment) ? [describeTableKey(resources)] : []),
    allow('ec2', ['DescribeVpcAttribute'], resources.regional('ec2', 'vpc/*'), resources.resourceTags),
    allow(
      'ecr',
      ['DescribeImages', 'DescribeRepositories', 'GetLifecyclePolicy', 'ListTagsForResource'],
      resources.regional('ecr', `repository/${prefix}-*`),
    ),
    allow('ecs', ['DescribeClusters', 'DescribeServices'], ecsArns(resources, 'cluster', 'service')),
    allow(
      'iam',
      ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies'],
      resources.global('iam', `role/${prefix}-*`),
    ),
    allow('logs', ['ListTagsForResource'], logGroupArns(resources)),
    allow('ssm', parameterReads, ownParameterArns(resources)),
  ];
}

/** The provider compares the key of a table with DynamoDB's own key, which has this alias. */
function describeTableKey(resources: EnvironmentResources): Statement {
  return allow('kms', ['DescribeKey'], resources.regional('kms', 'key/*'), {
    StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' },
  });
}

function edge(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
  const loadBalancers = resources.regional('elasticloadbalancing', 'loadbalancer/app/*');
  const everywhere = inAllRegions(resources);
  return [
    allow('acm', ['DescribeCertificate', 'ListTagsForCertificate'], everywhere.regional('acm', 'certificate/*')),
    allow('application-autoscaling', ['ListTagsForResource'], scalableTargetArns(resources)),
    allow('cloudwatch', ['DescribeAlarms'], everywhere.regional('cloudwatch', 'alarm:*')),
    allow('cloudwatch', ['ListTagsForResource'], everywhere.regional('cloudwatch', `alarm:${prefix}-*`)),
    allow('cloudwatch', ['GetDashboard'], resources.global('cloudwatch', `dashboard/${prefix}-*`)),
    allow(
      'events',
      ['DescribeRule', 'ListTagsForResource', 'ListTargetsByRule'],
      resources.regional('events', `rule/${prefix}-*`),
    ),
    allow(
      'route53',
      ['GetHostedZone', 'ListResourceRecordSets', 'ListTagsForResource'],
      ['arn:aws:route53:::hostedzone/*'],
    ),
    allow('route53', ['GetChange'], ['arn:aws:route53:::change/*']),
    allow('s3', bucketReads, bucketArns(resources)),
    allow(
      'sns',
      ['GetSubscriptionAttributes', 'GetTopicAttributes', 'ListTagsForResource'],
      everywhere.regional('sns', `${prefix}-*`),
    ),
    allow(
      'wafv2',
      ['GetLoggingConfiguration', 'GetWebACL', 'GetWebACLForResource', 'ListTagsForResource'],
      resources.hasCdn ? everywhere.regional('wafv2', `*/webacl/${prefix}-*`) : webAclArns(resources),
    ),
    allow('wafv2', ['GetWebACLForResource'], loadBalancers),
    allow('elasticloadbalancing', ['GetLoadBalancerWebACL'], loadBalancers),
  ];
}

/**
 * The same resources in all regions, if some are in the region of CloudFront. The ARNs contain the names of the environment. To list the
 * second region beside the first, the policy would need more than its size limit.
 */
function inAllRegions(resources: EnvironmentResources): EnvironmentResources {
  return resources.hasCdn ? resources.inRegion('*') : resources;
}

export function ecsArns(resources: EnvironmentResources, ...types: readonly string[]): string[] {
  return resources.regional('ecs', ...types.map((type) => `${type}/${resources.prefix}-*`));
}

/** Some actions on log groups need `:*` at the end of the ARN, and some need an ARN without it. */
export function logGroupArns(resources: EnvironmentResources): string[] {
  const { prefix } = resources;
  const names = [`/*/${prefix}`, `aws-waf-logs-${prefix}`];
  return resources.regional('logs', ...names.flatMap((name) => [`log-group:${name}`, `log-group:${name}:*`]));
}

export function parameterArns(resources: EnvironmentResources): string[] {
  const { project, name } = resources.environment;
  return resources.regional('ssm', `parameter/${project}/${name}/*`);
}

/** The parameters that every stack creates. Plans must not read other parameters under the same path, because these may be secrets of the app. */
function ownParameterArns(resources: EnvironmentResources): string[] {
  const { project, name } = resources.environment;
  return resources.regional('ssm', ...['deployed', 'removal'].map((own) => `parameter/${project}/${name}/${own}*`));
}

/**
 * The permissions to look up the parameters and secrets of the app, without their values. `GetParameter` returns the encrypted value: without
 * the denial, the policy of AWS's own key would allow its decryption to everybody who may read the parameter. For secrets, the provider
 * also reads their policies.
 * https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html
 */
export function secretReadStatements({ environment, accountId }: EnvironmentResources): Statement[] {
  const { parameters, secrets } = secretArns(environment, accountId);
  const throughSystemsManager = { StringEquals: { 'kms:ViaService': `ssm.${environment.region}.amazonaws.com` } };
  return [
    ...allowIfAny('secretsmanager', ['DescribeSecret', 'GetResourcePolicy'], secrets),
    ...allowIfAny('ssm', ['GetParameter'], parameters),
    ...(parameters.length > 0 ? [deny('kms', ['Decrypt'], ['arn:aws:kms:*:*:key/*'], throughSystemsManager)] : []),
  ];
}

/** The permissions to look up the networks of `allowFrom`, and an existing VPC. */
export function networkReadStatements(resources: EnvironmentResources): Statement[] {
  const { ingress, network } = resources.environment;
  const lists = (ingress.allowFrom ?? []).filter(isPrefixList);
  return [
    ...(limitsCdn(ingress) ? [allow('wafv2', ['GetIPSet', 'ListTagsForResource'], ipSetArns(resources))] : []),
    ...(lists.length > 0
      ? [
          // AWS accepts no resource for this action.
          allow('ec2', ['DescribeManagedPrefixLists'], ['*']),
          allow('ec2', ['GetManagedPrefixListEntries'], resources.shared('prefix-list', lists)),
        ]
      : []),
    ...(network.kind === 'existing'
      ? [
          allow('ec2', ['DescribeVpcAttribute'], resources.shared('vpc', [network.vpcId])),
          // The provider looks up the targets of routes.
          allow('ec2', ['DescribeNetworkInterfaces'], ['*']),
        ]
      : []),
  ];
}

export function scalableTargetArns(resources: EnvironmentResources): string[] {
  return resources.regional('application-autoscaling', 'scalable-target/*');
}

export function webAclArns(resources: EnvironmentResources): string[] {
  return resources.regional('wafv2', `regional/webacl/${resources.prefix}-*`);
}

/** The buckets by a pattern and by their names. A long name ends in a hash, so the pattern may not match it. */
export function bucketArns(resources: EnvironmentResources): string[] {
  const names = ['*', 'access-logs', ...(resources.environment.profiles ? ['uploads'] : [])];
  return [...new Set(names.map((name) => resources.bucket(name)))];
}
