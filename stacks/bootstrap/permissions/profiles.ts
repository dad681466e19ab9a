import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
import { logGroupChanges, parameterReads, tableChanges, tableReads } from './actions';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** The permissions to change the database and the table of profiles. Their bucket is in `edge.ts`, with the other buckets. */
export function profileStatements(resources: EnvironmentResources): Statement[] {
  return [
    allow(
      'rds',
      [
        'AddTagsToResource',
        'CreateDBInstance',
        'CreateDBParameterGroup',
        'CreateDBSubnetGroup',
        'DeleteDBInstance',
        'DeleteDBParameterGroup',
        'DeleteDBSubnetGroup',
        'ModifyDBInstance',
        'ModifyDBParameterGroup',
        'ModifyDBSubnetGroup',
        'RemoveTagsFromResource',
        'ResetDBParameterGroup',
      ],
      databaseArns(resources),
    ),
    // Before RDS deletes a database, it may create a final snapshot with tags. Terraform waits for this snapshot.
    allow(
      'rds',
      ['AddTagsToResource', 'CreateDBSnapshot', 'DescribeDBSnapshots'],
      resources.regional('rds', `db:${resources.prefix}-*`, `snapshot:${resources.prefix}-*`),
    ),
    // A database without an option group uses AWS's default option group, and AWS checks the caller's permission for it.
    allow('rds', ['CreateDBInstance', 'ModifyDBInstance'], resources.regional('rds', 'og:default*')),
    // RDS reads the network with the caller's permissions. AWS accepts no narrower resource for these actions.
    allow('ec2', ['DescribeAccountAttributes', 'DescribeAvailabilityZones'], ['*']),
    // RDS creates the secret of the master password with the caller's permissions; the caller cannot read it. A new secret has no tags until
    // RDS adds the tag below.
    allow('secretsmanager', ['CreateSecret', 'TagResource'], resources.regional('secretsmanager', 'secret:rds!db-*'), {
      StringLikeIfExists: {
        'aws:ResourceTag/aws:rds:primaryDBInstanceArn': resources.regional('rds', `db:${resources.prefix}-*`),
      },
    }),
    allow('kms', ['DescribeKey'], resources.regional('kms', 'key/*')),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      resources.global('iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'),
    ),
    allow('dynamodb', tableChanges, uploadsTableArns(resources)),
    allow('logs', logGroupChanges, databaseLogArns(resources)),
  ];
}

/** The permissions to read the configuration of the database and the table of profiles. */
export function profileReadStatements(resources: EnvironmentResources): Statement[] {
  return [
    // The permission is for all databases, because Terraform reads all and filters them by name.
    allow('rds', ['DescribeDBInstances'], resources.regional('rds', 'db:*')),
    allow(
      'rds',
      ['DescribeDBParameterGroups', 'DescribeDBParameters', 'DescribeDBSubnetGroups', 'ListTagsForResource'],
      databaseArns(resources),
    ),
    allow('dynamodb', tableReads, uploadsTableArns(resources)),
    allow('logs', ['ListTagsForResource'], databaseLogArns(resources)),
    allow('ssm', parameterReads, publishedParameterArns(resources)),
  ];
}

function databaseArns(resources: EnvironmentResources): string[] {
  return resources.regional('rds', ...['db', 'pg', 'subgrp'].map((type) => `${type}:${resources.prefix}-*`));
}

/** The parameters with the names of the stores. Their values are no secrets: `database/secret` is the ARN of one. */
function publishedParameterArns(resources: EnvironmentResources): string[] {
  const { project, name } = resources.environment;
  // A plan lists the parameters of the path `database`.
  const published = ['database', 'database/*', 'entries/table', 'uploads/*'];
  return resources.regional('ssm', ...published.map((path) => `parameter/${project}/${name}/${path}`));
}

function uploadsTableArns(resources: EnvironmentResources): string[] {
  return resources.regional('dynamodb', `table/${physicalName(resources.environment, 'uploads', 'table')}`);
}

/** Some actions on log groups need `:*` at the end of the ARN, and some need an ARN without it. */
function databaseLogArns(resources: EnvironmentResources): string[] {
  const name = `log-group:/aws/rds/instance/${resources.prefix}-database/*`;
  return resources.regional('logs', name, `${name}:*`);
}
