import { blocksIn, isTrue } from './attributes';
import type { Block } from './configuration';
import { ruleFor } from './rule';

const table = 'aws_dynamodb_table';
/** The argument that turns on encryption, by resource type. DynamoDB tables are not listed, because they have a block instead. */
const encryptionArguments: Readonly<Record<string, string>> = {
  aws_db_instance: 'storage_encrypted',
  aws_docdb_cluster: 'storage_encrypted',
  aws_efs_file_system: 'encrypted',
  aws_elasticache_replication_group: 'at_rest_encryption_enabled',
  aws_neptune_cluster: 'storage_encrypted',
  aws_rds_cluster: 'storage_encrypted',
  aws_redshift_cluster: 'encrypted',
};

/** Requires that tables, databases, caches and file systems are encrypted. */
export const encryptedStores = ruleFor([table, ...Object.keys(encryptionArguments)], (block) => {
  if (isEncrypted(block)) return undefined;
  return block.type === table
    ? 'This table does not declare its encryption. Set serverSideEncryption: { enabled: true }.'
    : `This data store is not encrypted. Set ${encryptionArguments[block.type]} = true. This replaces an existing data store.`;
});

function isEncrypted({ type, attributes }: Block): boolean {
  return type === table
    ? blocksIn(attributes, 'server_side_encryption').some(({ enabled }) => isTrue(enabled))
    : isTrue(attributes[encryptionArguments[type] ?? '']);
}
