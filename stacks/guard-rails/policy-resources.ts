import { allowedBy } from './policy-documents';
import type { Rule } from './rule';

/**
 * The actions for which AWS takes no resource but `*`, as far as they are needed here; a `*` at the end stands for all that
 * begin so.
 *
 * Source: an empty column "Resource types" in the service's table,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const withoutResources = [
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
  'ecs:CreateCluster',
  'ecs:DeregisterTaskDefinition',
  'ecs:DescribeTaskDefinition',
  'ecs:DiscoverPollEndpoint',
  'ecs:ListClusters',
  'ecs:ListTaskDefinitions',
  'ecs:RegisterTaskDefinition',
  'elasticloadbalancing:Describe*',
  'iam:ListOpenIDConnectProviders',
  'iam:ListRoles',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'route53:ListHostedZones',
  'route53:ListHostedZonesByName',
  's3:ListAllMyBuckets',
  'sns:GetSubscriptionAttributes',
  'sns:ListTopics',
  'sns:Unsubscribe',
  'ssm:DescribeParameters',
  'ssmmessages:*',
  'sts:GetCallerIdentity',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** In a key's own policy `*` is the key: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html */
const ownPolicies = ['aws_kms_key', 'aws_kms_key_policy', 'aws_kms_external_key', 'aws_kms_replica_key'];

/** Policies name the resources that they are about, wherever AWS takes names. */
export const policyResources: Rule = (configuration) =>
  allowedBy(configuration)
    .filter(({ block }) => !ownPolicies.includes(block.type))
    .flatMap(({ block, actions, resources, notResources }) => {
      if (notResources.length > 0) {
        const message = `This policy allows ${actions.join(', ')} on everything but ${notResources.join(', ')}. Name the resources instead.`;
        return [{ block, message }];
      }
      const whole = resources.find(isEverything);
      const narrower = actions.filter((action) => !takesNoResource(action));
      return whole === undefined || narrower.length === 0
        ? []
        : [
            {
              block,
              message: `This policy allows ${narrower.join(', ')} on ${whole}. Name the ARNs; if AWS takes none for an action, add it to the table in stacks/guard-rails/policy-resources.ts, and give it a statement of its own.`,
            },
          ];
    });

/** `*`, and ARNs that name a service and nothing of it, as in `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  return /^([*?]+|arn:([^:]*:){4}[*?]+(:[*?]+)*|arn:[*?:]+)$/.test(resource);
}

function takesNoResource(action: string): boolean {
  const name = action.toLowerCase();
  return withoutResources.some((known) => {
    const pattern = known.toLowerCase();
    return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
  });
}
