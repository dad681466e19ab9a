import { type ArgumentChecks, aNumber, atMost, isUnset, literal, off, oneOf, unset, unsetOr } from './value-checks';

/**
 * Accepts a number up to the IOPS or throughput that RDS includes in the storage price.
 * @param small the limit for a database with less than 400 GiB
 * @param large the limit for a database with 400 GiB or more
 */
const ofStorage = (small: number, large: number) =>
  atMost(({ allocated_storage: size }) => (Number(size) >= 400 ? large : small));

/**
 * The oldest major version of PostgreSQL in RDS's standard support. Older versions cost more for each vCPU. Standard
 * support ended in February 2026 for version 13, and ends in February 2027 for version 14.
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
 */
const oldestPostgres = 14;

/** The checks of databases, tables, buckets, queues, topics, secrets and parameters. */
export const dataChecks: Readonly<Record<string, ArgumentChecks>> = {
  aws_db_instance: {
    engine: oneOf('postgres'),
    engine_version: (value) => isUnset(value) || Number.parseInt(String(value), 10) >= oldestPostgres,
    instance_class: literal,
    multi_az: unsetOr(true, false),
    allocated_storage: aNumber,
    storage_type: oneOf('gp3'),
    iops: ofStorage(3_000, 12_000),
    storage_throughput: ofStorage(125, 500),
    dedicated_log_volume: off,
    database_insights_mode: unsetOr('standard'),
    performance_insights_retention_period: atMost(7),
    monitoring_interval: off,
  },
  aws_dynamodb_table: {
    billing_mode: oneOf('PAY_PER_REQUEST'),
    table_class: unsetOr('STANDARD'),
    replica: unset,
  },
  aws_kms_key: { custom_key_store_id: unset },
  aws_s3_bucket_lifecycle_configuration: { 'rule.transition': unset, 'rule.noncurrent_version_transition': unset },
  aws_secretsmanager_secret: { replica: unset },
  aws_sns_topic: { fifo_topic: off },
  aws_sns_topic_subscription: { protocol: oneOf('email', 'email-json', 'http', 'https', 'lambda', 'sqs') },
  aws_sqs_queue: { fifo_queue: unsetOr(true, false) },
  aws_ssm_parameter: { tier: unsetOr('Standard', 'Advanced') },
};
