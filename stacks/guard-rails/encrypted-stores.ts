import { type Block, blocksIn, isTrue } from './configuration';
import { ruleFor } from './rule';

const table = 'aws_dynamodb_table';
/** The argument that encrypts what is stored, where it is not a block. */
const switches: Readonly<Record<string, string>> = {
  aws_db_instance: 'storage_encrypted',
  aws_docdb_cluster: 'storage_encrypted',
  aws_efs_file_system: 'encrypted',
  aws_elasticache_replication_group: 'at_rest_encryption_enabled',
  aws_neptune_cluster: 'storage_encrypted',
  aws_rds_cluster: 'storage_encrypted',
  aws_redshift_cluster: 'encrypted',
};

/** Tables, databases, caches and file systems are encrypted. */
export const encryptedStores = ruleFor([table, ...Object.keys(switches)], (block) => {
  if (isEncrypted(block)) return undefined;
  return block.type === table
    ? 'This table does not say that it is encrypted. Give it serverSideEncryption: { enabled: true }.'
    : `This store of data is not encrypted. It needs ${switches[block.type]} = true; one that stands is replaced by that.`;
});

function isEncrypted({ type, attributes }: Block): boolean {
  return type === table
    ? blocksIn(attributes, 'server_side_encryption').some(({ enabled }) => isTrue(enabled))
    : isTrue(attributes[switches[type] ?? '']);
}
