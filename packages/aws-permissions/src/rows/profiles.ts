import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { anyResource, named, serviceLinkedRole, type Target } from '../target';

/** Returns the ARNs of the environment's databases, with the full names of the databases. For previews, only a pattern is possible. */
export function databaseArns(owner: StackOwner): string[] {
  const names = owner.isPattern ? [`${owner.prefix}-*`] : owner.values('aws_db_instance', 'identifier');
  return owner.regional('rds', ...names.map((name) => `db:${name}`));
}

const databases = named('rds', 'db:{prefix}-*');
/** All databases, because Terraform lists all databases and then filters the list by name. */
const everyDatabase = named('rds', 'db:*');
/** AWS's default option groups. A database without an option group uses one, and AWS checks the caller's permission for it. */
const defaultOptions = named('rds', 'og:default*');
const snapshots = named('rds', 'db:{prefix}-*', 'snapshot:{prefix}-*');
const parameterGroups = named('rds', 'pg:{prefix}-*');
const subnetGroups = named('rds', 'subgrp:{prefix}-*');

/**
 * The secret with the master password. RDS creates it with the caller's permissions, but the caller may not read it. The condition also
 * allows a secret without the tag, because a new secret has no tags until RDS adds them.
 */
const masterSecret: Target = {
  resources: (owner) => owner.regional('secretsmanager', 'secret:rds!db-*'),
  condition: (owner) => ({
    StringLikeIfExists: { 'aws:ResourceTag/aws:rds:primaryDBInstanceArn': databaseArns(owner) },
  }),
};

/**
 * The rows for the database of profiles. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/rds
 */
export const profiles = {
  // RDS reads the network and creates the secret of the master password with the caller's permissions:
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  aws_db_instance: row('profiles', {
    reads: 'rds: DescribeDBInstances',
    writes: [
      'rds: CreateDBInstance ModifyDBInstance DeleteDBInstance AddTagsToResource RemoveTagsFromResource',
      // Needed for a deletion with a final snapshot: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
      'rds: CreateDBSnapshot DescribeDBSnapshots',
      'ec2: DescribeAccountAttributes DescribeAvailabilityZones',
      'secretsmanager: CreateSecret TagResource',
      'kms: DescribeKey',
      'iam: CreateServiceLinkedRole',
    ],
    on: databases,
    others: {
      'rds: DescribeDBInstances': everyDatabase,
      // AWS checks the permission for every resource that the request names.
      'rds: CreateDBInstance': [databases, parameterGroups, subnetGroups, defaultOptions],
      'rds: ModifyDBInstance': [databases, parameterGroups, subnetGroups, defaultOptions],
      'rds: AddTagsToResource': snapshots,
      'rds: CreateDBSnapshot DescribeDBSnapshots': snapshots,
      'ec2: DescribeAccountAttributes DescribeAvailabilityZones': anyResource,
      'secretsmanager: CreateSecret TagResource': masterSecret,
      'kms: DescribeKey': named('kms', 'key/*'),
      'iam: CreateServiceLinkedRole': serviceLinkedRole('rds.amazonaws.com/AWSServiceRoleForRDS'),
    },
  }),
  // If the configuration no longer contains a parameter, the provider resets the parameter to its default.
  aws_db_parameter_group: row('profiles', {
    reads: 'rds: DescribeDBParameterGroups DescribeDBParameters ListTagsForResource',
    writes:
      'rds: CreateDBParameterGroup ModifyDBParameterGroup ResetDBParameterGroup DeleteDBParameterGroup AddTagsToResource RemoveTagsFromResource',
    on: parameterGroups,
  }),
  aws_db_subnet_group: row('profiles', {
    reads: 'rds: DescribeDBSubnetGroups ListTagsForResource',
    writes: 'rds: CreateDBSubnetGroup ModifyDBSubnetGroup DeleteDBSubnetGroup AddTagsToResource RemoveTagsFromResource',
    on: subnetGroups,
  }),
} as const;
