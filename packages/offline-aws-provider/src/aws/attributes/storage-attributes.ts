import { randomUUID } from 'node:crypto';
import { newHexadecimal } from '../ids';
import { type ComputedAttributes, nextVersion } from './applied-change';

/** The computed attributes of databases, tables, buckets, queues, repositories and parameters, by resource type. */
export const storageAttributes: ComputedAttributes = {
  aws_db_instance: (name, { account }) => {
    const address = `${name}.offline.${account.region}.rds.amazonaws.com`;
    const secret = account.arn('secretsmanager', `secret:rds!db-${randomUUID()}`);
    return {
      arn: account.arn('rds', `db:${name}`),
      identifier: name,
      address,
      endpoint: `${address}:5432`,
      port: 5432,
      resource_id: `db-${newHexadecimal().toUpperCase()}`,
      master_user_secret: [{ secret_arn: secret, secret_status: 'active', kms_key_id: null }],
    };
  },
  aws_db_parameter_group: (name, { account }) => ({ arn: account.arn('rds', `pg:${name}`) }),
  aws_db_subnet_group: (name, { account }) => ({ arn: account.arn('rds', `subgrp:${name}`) }),
  aws_dynamodb_table: (name, { account }) => ({ arn: account.arn('dynamodb', `table/${name}`) }),
  aws_ecr_repository: (name, { account }) => ({
    registry_id: account.id,
    repository_url: `${account.id}.dkr.ecr.${account.region}.amazonaws.com/${name}`,
  }),
  aws_s3_bucket: (name, { account: { region } }) => ({
    arn: `arn:aws:s3:::${name}`,
    bucket_domain_name: `${name}.s3.amazonaws.com`,
    bucket_regional_domain_name: `${name}.s3.${region}.amazonaws.com`,
  }),
  aws_sqs_queue: (name, { account }) => {
    const url = `https://sqs.${account.region}.amazonaws.com/${account.id}/${name}`;
    return { id: url, url, arn: account.arn('sqs', name) };
  },
  aws_ssm_parameter: (name, { account, prior, planned }) => ({
    value: planned.insecure_value ?? null,
    arn: account.arn('ssm', `parameter/${name.replace(/^\//, '')}`),
    version: nextVersion(prior?.version),
  }),
};
