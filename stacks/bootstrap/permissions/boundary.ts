import {
  databaseActions,
  databaseUser,
  entriesTable,
  entriesTableActions,
  uploadsBucketActions,
  uploadsObjectActions,
  uploadsPrefixes,
  uploadsTableActions,
} from '../../../contract';
import type { Statement } from '../../iam/policy';
import { bucketName, physicalName, tableName } from '../../names';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/**
 * The most that any role of an environment can do, whatever its own policies say: what the app, ECS, flow logs and instances do.
 * It allows nothing by itself. A permission that a role gets must be added here too, or it has no effect.
 */
export function boundaryStatements(resources: EnvironmentResources): Statement[] {
  return [
    ...taskStatements(resources),
    ...(resources.environment.profiles ? profileStatements(resources) : []),
    ...(resources.isPrivate ? instanceStatements(resources) : []),
  ];
}

/** The app's tables and logs, its image, and the log of the VPC. */
function taskStatements(resources: EnvironmentResources): Statement[] {
  const { environment, prefix } = resources;
  const table = `table/${tableName(environment)}`;
  const flowLog = resources.regional('logs', `log-group:/vpc/${prefix}:*`);
  return [
    grant(
      entriesTableActions,
      resources.regional('dynamodb', table, `${table}/index/${entriesTable.latestIndex.name}`),
    ),
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

/** The files that people upload, and the database: the app's login, and the master's password for the migration. */
function profileStatements(resources: EnvironmentResources): Statement[] {
  const { environment, accountId, prefix } = resources;
  const bucket = `arn:aws:s3:::${bucketName(environment, 'uploads', accountId)}`;
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
    // RDS gives the database an id, and AWS has no condition that would name the database.
    grant(databaseActions, resources.regional('rds-db', `dbuser:db-*/${databaseUser}`)),
    // RDS names the secret by an id, and tags it with the database.
    allow('secretsmanager', ['GetSecretValue'], resources.regional('secretsmanager', 'secret:rds!db-*'), {
      StringLike: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': resources.regional('rds', `db:${prefix}-*`) },
    }),
  ];
}

/** The calls of the agents of ECS and of Systems Manager on an instance. */
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
    allow('ssmmessages', ['CreateControlChannel', 'CreateDataChannel', 'OpenControlChannel', 'OpenDataChannel'], ['*']),
  ];
}

/** Allows what the contract between app and stacks lists. */
function grant(actions: readonly string[], resources: readonly string[]): Statement {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
