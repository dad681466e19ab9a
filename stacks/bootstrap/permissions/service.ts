import { tableName } from '../../names';
import type { Statement } from '../../policy';
import { logGroupChanges, tableChanges } from './actions';
import { ecsArns, logGroupArns, parameterArns } from './read';
import { allow, type Territory } from './territory';

/** What Terraform calls to change an environment's service, and what that needs: images, table, log, parameters. */
export function serviceStatements(territory: Territory): Statement[] {
  const { environment, prefix } = territory;
  return [
    allow(
      'dynamodb',
      [...tableChanges, 'UpdateTimeToLive'],
      territory.regional('dynamodb', `table/${tableName(environment)}`),
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
      territory.regional('ecr', `repository/${prefix}-*`),
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
      ecsArns(territory, 'cluster', 'service', 'task-definition'),
    ),
    // How a deployment goes, while Terraform waits for it.
    allow(
      'ecs',
      ['DescribeServiceDeployments', 'ListServiceDeployments'],
      ecsArns(territory, 'service', 'service-deployment'),
    ),
    allow(
      'ecs',
      ['CreateCluster', 'RegisterTaskDefinition'],
      ecsArns(territory, 'cluster', 'task-definition'),
      territory.marked,
    ),
    // AWS creates these itself when an account first uses a service, and asks whether the caller may.
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      territory.global('iam', ...serviceLinkedRoles.map((role) => `role/aws-service-role/${role}`)),
    ),
    allow('logs', logGroupChanges, logGroupArns(territory)),
    allow(
      'ssm',
      ['AddTagsToResource', 'DeleteParameter', 'PutParameter', 'RemoveTagsFromResource'],
      parameterArns(territory),
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
export function pushStatements(territory: Territory): Statement[] {
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
      territory.regional('ecr', `repository/${territory.prefix}-*`),
    ),
  ];
}

/** What `aws logs tail` calls. The app's log is the only one that a role reads. */
export function logStatements(territory: Territory): Statement[] {
  return [allow('logs', ['FilterLogEvents'], territory.regional('logs', `log-group:/ecs/${territory.prefix}:*`))];
}
