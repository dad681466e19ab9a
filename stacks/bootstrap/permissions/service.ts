import type { Statement } from '../../iam/policy';
import { tableName } from '../../names';
import { logGroupChanges, tableChanges } from './actions';
import type { EnvironmentResources } from './environment-resources';
import { ecsArns, logGroupArns, parameterArns } from './read';
import { allow } from './statements';

/** What Terraform calls to change an environment's service, and what that needs: images, table, log, parameters. */
export function serviceStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  return [
    allow(
      'dynamodb',
      [...tableChanges, 'UpdateTimeToLive'],
      resources.regional('dynamodb', `table/${tableName(environment)}`),
    ),
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
    // How a deployment goes, while Terraform waits for it.
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
    // AWS creates these itself when an account first uses a service, and asks whether the caller may.
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

/** What docker calls to push an image of the app. Only the login itself cannot be narrowed to one repository. */
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

/** What `aws logs tail` calls. The app's log is the only one that a role reads. */
export function logStatements(resources: EnvironmentResources): Statement[] {
  return [allow('logs', ['FilterLogEvents'], resources.regional('logs', `log-group:/ecs/${resources.prefix}:*`))];
}
