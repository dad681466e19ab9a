import type { Statement } from '../../iam/policy';
import { physicalName } from '../../names';
import { logGroupChanges, tableChanges, tableReads } from './actions';
import type { EnvironmentResources } from './environment-resources';
import { allow } from './statements';

/** What Terraform calls to change where profiles are kept. The bucket of uploads is with the other buckets. */
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
    // A database without options of its own is put into AWS's group of the engine, by whoever makes or changes it.
    allow('rds', ['CreateDBInstance', 'ModifyDBInstance'], resources.regional('rds', 'og:default*')),
    // RDS looks at the network in the name of whoever makes the database; AWS takes no narrower resource for these.
    allow('ec2', ['DescribeAccountAttributes', 'DescribeAvailabilityZones'], ['*']),
    // RDS makes the password in the name of whoever makes the database, who cannot read it.
    // A new secret has no tags; RDS puts this one on it.
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

/** What Terraform calls to see it. */
export function profileReadStatements(resources: EnvironmentResources): Statement[] {
  return [
    // Of all databases, because Terraform finds one among them by its name.
    allow('rds', ['DescribeDBInstances'], resources.regional('rds', 'db:*')),
    allow(
      'rds',
      ['DescribeDBParameterGroups', 'DescribeDBParameters', 'DescribeDBSubnetGroups', 'ListTagsForResource'],
      databaseArns(resources),
    ),
    allow('dynamodb', tableReads, uploadsTableArns(resources)),
    allow('logs', ['ListTagsForResource'], databaseLogArns(resources)),
  ];
}

function databaseArns(resources: EnvironmentResources): string[] {
  return resources.regional('rds', ...['db', 'pg', 'subgrp'].map((type) => `${type}:${resources.prefix}-*`));
}

function uploadsTableArns(resources: EnvironmentResources): string[] {
  return resources.regional('dynamodb', `table/${physicalName(resources.environment, 'uploads', 'table')}`);
}

/** AWS takes some actions on a group with `:*` at the end of its ARN, and some without. */
function databaseLogArns(resources: EnvironmentResources): string[] {
  const name = `log-group:/aws/rds/instance/${resources.prefix}-database/*`;
  return resources.regional('logs', name, `${name}:*`);
}
