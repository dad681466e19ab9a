import { blocksIn, isTrue } from './configuration';
import { ruleFor } from './rule';

/** The argument by which a store of data is encrypted. */
const switches: Readonly<Record<string, string>> = {
  aws_db_instance: 'storage_encrypted',
  aws_docdb_cluster: 'storage_encrypted',
  aws_efs_file_system: 'encrypted',
  aws_elasticache_replication_group: 'at_rest_encryption_enabled',
  aws_neptune_cluster: 'storage_encrypted',
  aws_rds_cluster: 'storage_encrypted',
  aws_redshift_cluster: 'encrypted',
};

const encryptedTables = ruleFor(['aws_dynamodb_table'], ({ attributes }) =>
  blocksIn(attributes, 'server_side_encryption').some(({ enabled }) => isTrue(enabled))
    ? undefined
    : 'This table does not say that it is encrypted. Give it serverSideEncryption: { enabled: true }.',
);
