import { physicalName } from '../../names';
import type { Statement } from '../../policy';
import { logGroupChanges, tableChanges, tableReads } from './actions';
import { allow, type Territory } from './territory';

/** What Terraform calls to change where profiles are kept. The bucket of uploads is with the other buckets. */
export function profileStatements(territory: Territory): Statement[] {
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
      databaseArns(territory),
    ),
    // A database without options of its own is put into AWS's group of the engine, by whoever makes or changes it.
    allow('rds', ['CreateDBInstance', 'ModifyDBInstance'], territory.regional('rds', 'og:default*')),
    // RDS looks at the network in the name of whoever makes the database; AWS takes no narrower resource for these.
    allow('ec2', ['DescribeAccountAttributes', 'DescribeAvailabilityZones'], ['*']),
    // RDS makes the password in the name of whoever makes the database, who cannot read it.
    // A new secret has no tags; RDS puts this one on it.
    allow('secretsmanager', ['CreateSecret', 'TagResource'], territory.regional('secretsmanager', 'secret:rds!db-*'), {
      StringLikeIfExists: {
        'aws:ResourceTag/aws:rds:primaryDBInstanceArn': territory.regional('rds', `db:${territory.prefix}-*`),
      },
    }),
    allow('kms', ['DescribeKey'], territory.regional('kms', 'key/*')),
    allow(
      'iam',
      ['CreateServiceLinkedRole'],
      territory.global('iam', 'role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS'),
    ),
    allow('dynamodb', tableChanges, uploadsTableArns(territory)),
    allow('logs', logGroupChanges, databaseLogArns(territory)),
  ];
}

/** What Terraform calls to see it. */
export function profileReadStatements(territory: Territory): Statement[] {
  return [
    // Of all databases, because Terraform finds one among them by its name.
    allow('rds', ['DescribeDBInstances'], territory.regional('rds', 'db:*')),
    allow(
      'rds',
      ['DescribeDBParameterGroups', 'DescribeDBParameters', 'DescribeDBSubnetGroups', 'ListTagsForResource'],
      databaseArns(territory),
    ),
    allow('dynamodb', tableReads, uploadsTableArns(territory)),
    allow('logs', ['ListTagsForResource'], databaseLogArns(territory)),
  ];
}

function databaseArns(territory: Territory): string[] {
  return territory.regional('rds', ...['db', 'pg', 'subgrp'].map((type) => `${type}:${territory.prefix}-*`));
}

function uploadsTableArns(territory: Territory): string[] {
  return territory.regional('dynamodb', `table/${physicalName(territory.environment, 'uploads', 'table')}`);
}

/** AWS takes some actions on a group with `:*` at the end of its ARN, and some without. */
function databaseLogArns(territory: Territory): string[] {
  const name = `log-group:/aws/rds/instance/${territory.prefix}-database/*`;
  return territory.regional('logs', name, `${name}:*`);
}
