import { bucketName, tableName } from '../../names';
import type { Statement } from '../../policy';
import { tableReads } from './actions';
import { hostReadStatements } from './hosts';
import { profileReadStatements } from './profiles';
import { allow, type Territory } from './territory';

/** What Terraform calls to see an environment as it is: enough for a plan, and part of every apply. */
export function readStatements(territory: Territory): Statement[] {
  return [...withoutResources(), ...services(territory), ...edge(territory)];
}

/** The same of what only environments with private subnets have; one policy would not hold it all. */
export function privateReadStatements(territory: Territory): Statement[] {
  return [
    ...hostReadStatements(territory),
    ...(territory.environment.profiles ? profileReadStatements(territory) : []),
  ];
}

/** AWS takes no resource for these: they list, or look up what has no ARN. */
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

function services(territory: Territory): Statement[] {
  const { environment, prefix } = territory;
  return [
    allow('dynamodb', tableReads, territory.regional('dynamodb', `table/${tableName(environment)}`)),
    // The provider compares a table's key with DynamoDB's own, which it asks for by this alias.
    allow('kms', ['DescribeKey'], territory.regional('kms', 'key/*'), {
      StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' },
    }),
    allow('ec2', ['DescribeVpcAttribute'], territory.regional('ec2', 'vpc/*'), territory.owned),
    allow(
      'ecr',
      ['DescribeImages', 'DescribeRepositories', 'GetLifecyclePolicy', 'ListTagsForResource'],
      territory.regional('ecr', `repository/${prefix}-*`),
    ),
    allow('ecs', ['DescribeClusters', 'DescribeServices'], ecsArns(territory, 'cluster', 'service')),
    allow(
      'iam',
      ['GetRole', 'GetRolePolicy', 'ListAttachedRolePolicies', 'ListRolePolicies'],
      territory.global('iam', `role/${prefix}-*`),
    ),
    allow('logs', ['ListTagsForResource'], logGroupArns(territory)),
    allow(
      'ssm',
      ['GetParameter', 'GetParameterHistory', 'GetParametersByPath', 'ListTagsForResource'],
      parameterArns(territory),
    ),
  ];
}

function edge(territory: Territory): Statement[] {
  const { prefix } = territory;
  const loadBalancers = territory.regional('elasticloadbalancing', 'loadbalancer/app/*');
  return [
    allow('acm', ['DescribeCertificate', 'ListTagsForCertificate'], territory.regional('acm', 'certificate/*')),
    allow('application-autoscaling', ['ListTagsForResource'], scalableTargetArns(territory)),
    allow('cloudwatch', ['DescribeAlarms'], territory.regional('cloudwatch', 'alarm:*')),
    allow('cloudwatch', ['ListTagsForResource'], territory.regional('cloudwatch', `alarm:${prefix}-*`)),
    allow('cloudwatch', ['GetDashboard'], territory.global('cloudwatch', `dashboard/${prefix}-*`)),
    allow(
      'events',
      ['DescribeRule', 'ListTagsForResource', 'ListTargetsByRule'],
      territory.regional('events', `rule/${prefix}-*`),
    ),
    allow(
      'route53',
      ['GetHostedZone', 'ListResourceRecordSets', 'ListTagsForResource'],
      ['arn:aws:route53:::hostedzone/*'],
    ),
    allow('route53', ['GetChange'], ['arn:aws:route53:::change/*']),
    allow(
      's3',
      [
        'GetAccelerateConfiguration',
        'GetBucketAcl',
        'GetBucketCORS',
        'GetBucketLogging',
        'GetBucketObjectLockConfiguration',
        'GetBucketOwnershipControls',
        'GetBucketPolicy',
        'GetBucketPublicAccessBlock',
        'GetBucketRequestPayment',
        'GetBucketTagging',
        'GetBucketVersioning',
        'GetBucketWebsite',
        'GetEncryptionConfiguration',
        'GetLifecycleConfiguration',
        'GetReplicationConfiguration',
        'ListBucket',
        'ListTagsForResource',
      ],
      bucketArns(territory),
    ),
    allow(
      'sns',
      ['GetSubscriptionAttributes', 'GetTopicAttributes', 'ListTagsForResource'],
      territory.regional('sns', `${prefix}-*`),
    ),
    allow(
      'wafv2',
      ['GetLoggingConfiguration', 'GetWebACL', 'GetWebACLForResource', 'ListTagsForResource'],
      webAclArns(territory),
    ),
    allow('wafv2', ['GetWebACLForResource'], loadBalancers),
    allow('elasticloadbalancing', ['GetLoadBalancerWebACL'], loadBalancers),
  ];
}

export function ecsArns(territory: Territory, ...types: readonly string[]): string[] {
  return territory.regional('ecs', ...types.map((type) => `${type}/${territory.prefix}-*`));
}

/** AWS takes some actions on a group with `:*` at the end of its ARN, and some without. */
export function logGroupArns(territory: Territory): string[] {
  const { prefix } = territory;
  const names = [`/*/${prefix}`, `aws-waf-logs-${prefix}`];
  return territory.regional('logs', ...names.flatMap((name) => [`log-group:${name}`, `log-group:${name}:*`]));
}

export function parameterArns(territory: Territory): string[] {
  const { project, name } = territory.environment;
  return territory.regional('ssm', `parameter/${project}/${name}/*`);
}

export function scalableTargetArns(territory: Territory): string[] {
  return territory.regional('application-autoscaling', 'scalable-target/*');
}

export function webAclArns(territory: Territory): string[] {
  return territory.regional('wafv2', `regional/webacl/${territory.prefix}-*`);
}

/** The end of a long name is a hash, which no pattern foresees: the buckets that there are stand here by their own names too. */
export function bucketArns({ environment, accountId }: Territory): string[] {
  return ['*', 'access-logs', ...(environment.profiles ? ['uploads'] : [])].map(
    (resource) => `arn:aws:s3:::${bucketName(environment, resource, accountId)}`,
  );
}
