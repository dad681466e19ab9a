import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import { anyResource, named, serviceLinkedRole, type Target } from '../target';

const databases = named('rds', 'db:{prefix}-*');
/** The permission is for all databases, because Terraform reads all and filters them by name. */
const everyDatabase = named('rds', 'db:*');
/** A database without an option group uses AWS's default option group, and AWS checks the caller's permission for it. */
const defaultOptions = named('rds', 'og:default*');
const snapshots = named('rds', 'db:{prefix}-*', 'snapshot:{prefix}-*');
const parameterGroups = named('rds', 'pg:{prefix}-*');
const subnetGroups = named('rds', 'subgrp:{prefix}-*');

/**
 * RDS creates the secret of the master password with the caller's permissions; the caller cannot read it. A new secret has no tags until
 * RDS adds this tag.
 */
const masterSecret: Target = {
  resources: (owner) => owner.regional('secretsmanager', 'secret:rds!db-*'),
  condition: (owner: StackOwner) => ({
    StringLikeIfExists: {
      'aws:ResourceTag/aws:rds:primaryDBInstanceArn': owner.regional('rds', `db:${owner.prefix}-*`),
    },
  }),
};

/** https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/rds */
export const profiles = {
  // RDS reads the network and creates the secret with the caller's permissions:
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html
  aws_db_instance: row('profiles', {
    reads: 'rds: DescribeDBInstances',
    writes: [
      'rds: CreateDBInstance ModifyDBInstance DeleteDBInstance AddTagsToResource RemoveTagsFromResource',
      // A deletion with a final snapshot: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DeleteInstance.html
      'rds: CreateDBSnapshot DescribeDBSnapshots',
      'ec2: DescribeAccountAttributes DescribeAvailabilityZones',
      'secretsmanager: CreateSecret TagResource',
      'kms: DescribeKey',
      'iam: CreateServiceLinkedRole',
    ],
    on: databases,
    others: {
      'rds: DescribeDBInstances': everyDatabase,
      // AWS checks everything that the request names.
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
  // The provider resets a parameter that is removed.
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
