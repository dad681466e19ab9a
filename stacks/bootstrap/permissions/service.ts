import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
import { logGroupChanges, tableChanges } from './actions';
import type { EnvironmentResources } from './environment-resources';
import { ecsArns, logGroupArns, parameterArns } from './read';
import { allow, allowIfAny } from './statements';

/** The permissions to change the ECS service, the image repository, the table of entries, logs and parameters. */
export function serviceStatements(resources: EnvironmentResources): Statement[] {
  const { prefix } = resources;
  return [
    ...allowIfAny('dynamodb', [...tableChanges, 'UpdateTimeToLive'], resources.entriesTable()),
    allow(
      'ecr',
      [
        'CreateRepository',
        'DeleteLifecyclePolicy',
        'DeleteRepository',
        'PutImageScanningConfiguration',
        'PutImageTagMutability',
        'PutLifecyclePolicy',
        'TagResource',
        'UntagResource',
      ],
      resources.regional('ecr', `repository/${prefix}-*`),
    ),
    allow(
      'ecs',
      [
        'CreateService',
        'DeleteCluster',
        'DeleteService',
        'PutClusterCapacityProviders',
        'TagResource',
        'UntagResource',
        'UpdateCluster',
        'UpdateService',
      ],
      ecsArns(resources, 'cluster', 'service', 'task-definition'),
    ),
    // The status of a deployment, while Terraform waits for it.
    allow(
      'ecs',
      ['DescribeServiceDeployments', 'ListServiceDeployments'],
      ecsArns(resources, 'service', 'service-deployment'),
    ),
    allow(
      'ecs',
      ['CreateCluster', 'RegisterTaskDefinition'],
      ecsArns(resources, 'cluster', 'task-definition'),
      resources.requestTags,
    ),
    // When an account first uses a service, AWS creates its service-linked role with the caller's permissions.
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      resources.global('iam', ...serviceLinkedRoles.map((role) => `role/aws-service-role/${role}`)),
    ),
    allow('logs', logGroupChanges, logGroupArns(resources)),
    allow(
      'ssm',
      ['AddTagsToResource', 'DeleteParameter', 'PutParameter', 'RemoveTagsFromResource'],
      parameterArns(resources),
    ),
  ];
}

const serviceLinkedRoles = [
  'ecs.amazonaws.com/AWSServiceRoleForECS',
  'ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService',
  'elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing',
  'wafv2.amazonaws.com/AWSServiceRoleForWAFV2Logging',
];

/** The permissions to push an image of the app. AWS accepts no resource for the login, so it applies to all repositories. */
export function pushStatements(resources: EnvironmentResources): Statement[] {
  return [
    allow('ecr', ['GetAuthorizationToken'], ['*']),
    allow(
      'ecr',
      [
        'BatchCheckLayerAvailability',
        'BatchGetImage',
        'CompleteLayerUpload',
        'GetDownloadUrlForLayer',
        'InitiateLayerUpload',
        'PutImage',
        'UploadLayerPart',
      ],
      resources.regional('ecr', `repository/${resources.prefix}-*`),
    ),
  ];
}

/** The permissions to find out, for plans, which image a deployment or a promotion would use. @see pushStatements */
export function imageReadStatements(environments: readonly EnvironmentResources[]): Statement[] {
  return [
    allow('ecr', ['GetAuthorizationToken'], ['*']),
    allow(
      'ecr',
      ['BatchGetImage', 'GetDownloadUrlForLayer'],
      environments.flatMap((resources) => resources.regional('ecr', `repository/${resources.prefix}-*`)),
    ),
  ];
}

/** The permission to list the images that ran before in all environments of these projects, in any region. */
export function historyStatement(accountId: string, projects: readonly string[]): Statement {
  return allow(
    'ssm',
    ['GetParameterHistory'],
    [...new Set(projects)].map((project) => `arn:aws:ssm:*:${accountId}:parameter/${project}/*/deployed/image`),
  );
}

/** The permission for `aws logs tail`, only for the log of the app. */
export function logStatements(resources: EnvironmentResources): Statement[] {
  return [allow('logs', ['FilterLogEvents'], resources.regional('logs', `log-group:/ecs/${resources.prefix}:*`))];
}

/** The permission of `npm run destroy` to list tagged resources. AWS accepts no resource here. It returns only names and tags. */
export function inventoryStatements(): Statement[] {
  return [allow('tag', ['GetResources'], ['*'])];
}

/** The permission of `npm run doctor` to read the quotas that a first deployment can exceed: VPCs, and Elastic IP addresses. */
export function quotaStatements(resources: EnvironmentResources): Statement[] {
  const quotas = ['vpc/L-F678F1CE', 'ec2/L-0263D0A3'];
  return [allow('servicequotas', ['GetServiceQuota'], resources.regional('servicequotas', ...quotas))];
}

/** The permissions of `npm run promote` to find out which image another environment of the project runs, in any region, and to pull it. */
export function promotionStatements({ environment, accountId }: EnvironmentResources): Statement[] {
  const { project } = environment;
  return [
    allow(
      'ecr',
      ['BatchGetImage', 'GetDownloadUrlForLayer'],
      [`arn:aws:ecr:*:${accountId}:repository/${project}-*-app`],
    ),
    historyStatement(accountId, [project]),
  ];
}

/**
 * The permissions to show a deployment (its tasks, the reasons why they stopped, the end of their logs), and to roll it back after Ctrl-C.
 */
export function watchStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  const cluster = physicalName(environment, 'cluster', 'cluster');
  return [
    allow('ecs', ['DescribeTasks'], resources.regional('ecs', `task/${cluster}/*`)),
    // AWS accepts no resource unless the request names a container instance.
    allow('ecs', ['ListTasks'], ['*'], {
      ArnEquals: { 'ecs:cluster': resources.regional('ecs', `cluster/${cluster}`) },
    }),
    allow('ecs', ['StopServiceDeployment'], ecsArns(resources, 'service', 'service-deployment')),
    allow('logs', ['GetLogEvents'], resources.regional('logs', `log-group:/ecs/${prefix}:log-stream:*`)),
    // The history of this parameter lists the images that ran before.
    allow(
      'ssm',
      ['GetParameterHistory'],
      resources.regional('ssm', `parameter/${environment.project}/${environment.name}/deployed/image`),
    ),
  ];
}
