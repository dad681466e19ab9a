import {
  databaseActions,
  entriesTable,
  entriesTableActions,
  uploadsBucketActions,
  uploadsObjectActions,
  uploadsPrefixes,
  uploadsTableActions,
} from '../../../contract';
import { appPermissions } from '../../app-resources/app-permissions';
import type { Statement } from '../../iam/policy';
import { secretPermissions } from '../../iam/secret-arns';
import { sessionPermission } from '../../iam/session-permission';
import { physicalName } from '../../names';
import { databaseUserOf } from '../../profiles/database-user';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/**
 * Returns the permissions boundary of all roles of an environment: the most that the app, ECS, the flow logs and the EC2 instances may be
 * allowed to do. The boundary itself grants nothing, but a permission of a role has no effect unless the boundary contains it too.
 */
export function boundaryStatements(resources: EnvironmentResources): Statement[] {
  return [
    ...taskStatements(resources),
    ...[
      ...secretPermissions(resources.environment, resources.accountId),
      ...(resources.environment.app?.permissions ?? []),
      ...appPermissions(resources.environment, resources.accountId),
    ].map(({ actions, resources: arns }) => grant(actions, arns)),
    ...(resources.environment.profiles ? profileStatements(resources) : []),
    ...(resources.isPrivate ? instanceStatements(resources) : []),
    ...(resources.isPrivate || resources.environment.app?.exec
      ? [grant(sessionPermission.actions, sessionPermission.resources)]
      : []),
  ];
}

/** Returns the permissions for the app's tables, its image, its logs and the VPC flow logs. */
function taskStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  const tables = [...resources.entriesTable(), ...resources.entriesTable(`/index/${entriesTable.latestIndex.name}`)];
  const flowLog = resources.regional('logs', `log-group:/vpc/${prefix}:*`);
  return [
    ...(tables.length > 0 ? [grant(entriesTableActions, tables)] : []),
    allow('ecr', ['GetAuthorizationToken'], ['*']),
    allow(
      'ecr',
      ['BatchCheckLayerAvailability', 'BatchGetImage', 'GetDownloadUrlForLayer'],
      resources.regional('ecr', `repository/${physicalName(environment, 'app', 'repository')}`),
    ),
    allow(
      'logs',
      ['CreateLogStream', 'PutLogEvents'],
      [...resources.regional('logs', `log-group:/ecs/${prefix}:*`), ...flowLog],
    ),
    allow('logs', ['DescribeLogStreams'], flowLog),
    allow('logs', ['DescribeLogGroups'], ['*']),
  ];
}

/** Returns the permissions for uploaded files and for the database: the app's login, and the master password for the migration. */
function profileStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  const bucket = resources.bucket('uploads');
  return [
    grant(
      uploadsObjectActions,
      Object.values(uploadsPrefixes).map((objects) => `${bucket}/${objects}*`),
    ),
    grant(uploadsBucketActions, [bucket]),
    grant(
      uploadsTableActions,
      resources.regional('dynamodb', `table/${physicalName(environment, 'uploads', 'table')}`),
    ),
    // The ARN contains a random id instead of the database's name, and AWS has no condition key for the name. So the pattern matches this
    // user in every database of the account and region.
    grant(databaseActions, resources.regional('rds-db', `dbuser:db-*/${databaseUserOf(environment)}`)),
    // The ARN of the secret contains a random id, so a tag identifies the secret. RDS sets this tag to the ARN of the database.
    {
      ...allow('secretsmanager', ['GetSecretValue'], resources.regional('secretsmanager', 'secret:rds!db-*')),
      Condition: {
        StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': resources.regional('rds', `db:${prefix}-*`) },
      },
    },
  ];
}

/** Returns the permissions of the ECS agent and the Systems Manager agent on an EC2 instance, except those for sessions. */
function instanceStatements(resources: EnvironmentResources): Statement[] {
  const cluster = physicalName(resources.environment, 'cluster', 'cluster');
  return [
    allow(
      'ecs',
      [
        'DeregisterContainerInstance',
        'RegisterContainerInstance',
        'SubmitAttachmentStateChanges',
        'SubmitContainerStateChange',
        'SubmitTaskStateChange',
      ],
      resources.regional('ecs', `cluster/${cluster}`),
    ),
    allow(
      'ecs',
      ['Poll', 'StartTelemetrySession', 'UpdateContainerInstancesState'],
      resources.regional('ecs', `container-instance/${cluster}/*`),
    ),
    allow('ecs', ['DiscoverPollEndpoint'], ['*']),
    allow('ssm', ['UpdateInstanceInformation'], resources.regional('ec2', 'instance/*')),
  ];
}

/** Returns a statement that allows these actions. Each action includes the prefix of its service, for example `s3:GetObject`. */
function grant(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
