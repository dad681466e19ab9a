import { withNames } from './expressions';
import { allowedBy, narrows } from './policy-documents';
import type { Rule } from './rule';

/**
 * The actions for which AWS takes no resource but `*`, as far as they are needed here; a `*` at the end stands for all that
 * begin so.
 *
 * Source: an empty column "Resource types" in the service's table,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const withoutResources: readonly string[] = [
  'acm:ListCertificates',
  'acm:RequestCertificate',
  'application-autoscaling:Describe*',
  'autoscaling:Describe*',
  'cloudwatch:ListMetrics',
  'cloudwatch:PutMetricData',
  'dynamodb:DescribeLimits',
  'dynamodb:ListTables',
  // With few exceptions, which are about single attributes.
  'ec2:Describe*',
  'ecr:GetAuthorizationToken',
  'ecs:DeregisterTaskDefinition',
  'ecs:DescribeTaskDefinition',
  'ecs:DiscoverPollEndpoint',
  'ecs:ListClusters',
  'ecs:ListTaskDefinitions',
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
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** Actions on something that AWS gives its name to, an instance's on itself among them, or whose names are all that they show. */
const onAnyName =
  /:(describe|list)|^(ec2:CreateSecurityGroup|route53:GetChange|route53:GetHostedZone|ssm:UpdateInstanceInformation)$/i;

/** The services whose ARNs begin with a name and not with a type. */
const withoutTypes = ['execute-api', 's3', 'sns', 'sqs'];

/** In a key's own policy `*` is the key: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
const ownPolicies = ['aws_kms_key', 'aws_kms_key_policy', 'aws_kms_external_key', 'aws_kms_replica_key'];

/** Policies name the resources that they are about, wherever AWS takes names; all of one type, only under a condition. */
export const policyResources: Rule = (configuration) =>
  allowedBy(configuration)
    .filter(({ block }) => !ownPolicies.includes(block.type))
    .flatMap(({ block, actions, resources, notResources, conditions }) => {
      if (notResources.length > 0) {
        const message = `This policy allows ${actions.join(', ')} on everything but ${notResources.join(', ')}. Name the resources instead.`;
        return [{ block, message }];
      }
      const narrower = (whole: string) =>
        actions.filter((action) => !takesNoResource(action) && (isEverything(whole) || !onAnyName.test(action)));
      const whole = resources
        .filter((resource) => isEverything(resource) || (isWholeType(resource) && !conditions.some(narrows)))
        .find((resource) => narrower(resource).length > 0);
      if (whole === undefined) return [];
      const message = `This policy allows ${narrower(whole).join(', ')} on ${whole}. Name the ARNs; if AWS takes none for an action, add it to the table in stacks/guard-rails/policy-resources.ts, and give it a statement of its own.`;
      return [{ block, message }];
    });

/** `*`, and ARNs that name nothing of a service, as `arn:aws:s3:::*`, or not even a service, as `arn:aws:*`. */
function isEverything(resource: string): boolean {
  const { name, isArn } = parseArn(resource);
  return isArn ? /^[*?:/]*$/.test(name) : /^[*?]/.test(resource);
}

/** An ARN that names a type and nothing of it, as in `table/*`, `secret:*` and `role*`. */
function isWholeType(resource: string): boolean {
  const { service, name, isArn } = parseArn(resource);
  return isArn && !withoutTypes.includes(service) && /^[\w*?-]*([*?]|[/:][*?]+([/:].*)?)$/.test(name);
}

function parseArn(resource: string) {
  const [arn, , service = '', , , ...name] = withNames(resource).split(':');
  return { service, name: name.join(':').replace(generatedId, ''), isArn: arn === 'arn' };
}

/** Before the name of an autoscaling group, its ARN contains an id that AWS generates: https://docs.aws.amazon.com/autoscaling/ec2/userguide/control-access-using-iam.html */
const generatedId = /^autoScalingGroup:\*:(?=autoScalingGroupName\/)/;

function takesNoResource(action: string): boolean {
  const name = action.toLowerCase();
  return withoutResources.some((known) => {
    const pattern = known.toLowerCase();
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
}
