import { withNames } from './expressions';
import { allowStatements, narrows } from './policy-documents';
import type { Rule } from './rule';

/**
 * Actions that do not support resource-level permissions, so their only resource is `*`. Only those that the stacks need are listed. A
 * trailing `*` matches all actions with this prefix.
 *
 * Source: an empty column "Resource types" in the service's table,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const actionsWithoutResources: readonly string[] = [
  'acm:ListCertificates',
  'acm:RequestCertificate',
  'application-autoscaling:Describe*',
  'autoscaling:Describe*',
  'cloudfront:CreateDistribution',
  'cloudfront:CreateVpcOrigin',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
  'dynamodb:DescribeLimits',
  'dynamodb:ListTables',
  // With a few exceptions, such as DescribeVpcAttribute.
  'ec2:Describe*',
  'ecr:GetAuthorizationToken',
  'ecs:DeregisterTaskDefinition',
  'ecs:DescribeTaskDefinition',
  'ecs:DiscoverPollEndpoint',
  'ecs:ListClusters',
  'ecs:ListTaskDefinitions',
  // This action supports resource-level permissions only if the request names a container instance.
  'ecs:ListTasks',
  'elasticloadbalancing:Describe*',
  'iam:ListOpenIDConnectProviders',
  'iam:ListRoles',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'route53:ListHostedZones',
  'route53:ListHostedZonesByName',
  's3:ListAllMyBuckets',
  'sns:ListTopics',
  'ssm:DescribeParameters',
  'ssmmessages:*',
  'sts:GetCallerIdentity',
  'tag:GetResources',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Actions on resources whose ids AWS generates, and actions that only list names. A policy may allow them on all resources of a type. */
const actionsOnAnyName =
  /:(describe|list)|^(ec2:CreateSecurityGroup|ec2:GetManagedPrefixListEntries|route53:GetChange|route53:GetHostedZone|ssm:UpdateInstanceInformation)$/i;

/** The services whose ARNs contain a name without a type. */
const servicesWithoutTypes = ['execute-api', 's3', 'sns', 'sqs'];

/**
 * The types of resources whose policy uses `*` for the resource itself.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
const keyPolicyTypes = ['aws_kms_key', 'aws_kms_key_policy', 'aws_kms_external_key', 'aws_kms_replica_key'];

/**
 * Requires that policies name their resources if the actions support it. A policy may name all resources of a type only with a condition.
 */
export const policyResources: Rule = (configuration) =>
  allowStatements(configuration)
    .filter(({ block }) => !keyPolicyTypes.includes(block.type))
    .flatMap(({ block, actions, resources, notResources, conditions }) => {
      if (notResources.length > 0) {
        const message = `This policy allows ${actions.join(', ')} on everything except ${notResources.join(', ')}. Name the resources instead.`;
        return [{ block, message }];
      }
      const narrower = (whole: string) =>
        actions.filter((action) => !takesNoResource(action) && (isEverything(whole) || !actionsOnAnyName.test(action)));
      const whole = resources
        .filter((resource) => isEverything(resource) || (isWholeType(resource) && !conditions.some(narrows)))
        .find((resource) => narrower(resource).length > 0);
      if (whole === undefined) return [];
      const message = `This policy allows ${narrower(whole).join(', ')} on ${whole}. Name the ARNs. If an action does not support resource-level permissions, write a separate statement for the action, and add the action to the list in stacks/guard-rails/policy-resources.ts.`;
      return [{ block, message }];
    });

/** Whether a resource is `*`, or an ARN that covers a whole service, such as `arn:aws:s3:::*` or `arn:aws:*`. */
function isEverything(resource: string): boolean {
  const { name, isArn } = parseArn(resource);
  return isArn ? /^[*?:/]*$/.test(name) : /^[*?]/.test(resource);
}

/** Whether the ARN in a statement covers all resources of a type: it ends in `table/*`, `secret:*` or `role*`, for example. */
function isWholeType(resource: string): boolean {
  const { service, name, isArn } = parseArn(resource);
  return isArn && !servicesWithoutTypes.includes(service) && /^[\w*?-]*([*?]|[/:][*?]+([/:].*)?)$/.test(name);
}

function parseArn(resource: string) {
  const [arn, , service = '', , , ...name] = withNames(resource).split(':');
  return { service, name: name.join(':').replace(generatedId, ''), isArn: arn === 'arn' };
}

/**
 * The generated id before the name in the ARN of an autoscaling group.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/control-access-using-iam.html
 */
const generatedId = /^autoScalingGroup:\*:(?=autoScalingGroupName\/)/;

function takesNoResource(action: string): boolean {
  const name = action.toLowerCase();
  return actionsWithoutResources.some((known) => {
    const pattern = known.toLowerCase();
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
}
