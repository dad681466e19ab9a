/**
 * Actions that do not support resource-level permissions, so a policy must allow them on `*`. The list contains only actions that the
 * stacks need. A `*` at the end matches all actions with this prefix.
 *
 * Source: an empty column "Resource types" in the table of the service,
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
  // A few of these actions, such as DescribeVpcAttribute, support resource-level permissions.
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
