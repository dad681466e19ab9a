import { type Block, blocksIn, isTrue } from './configuration';
import { ruleFor } from './rule';

/** Tables and databases are encrypted. */
export const encryptedTables = ruleFor(['aws_dynamodb_table', 'aws_db_instance', 'aws_rds_cluster'], (block) => {
  if (isEncrypted(block)) return undefined;
  return block.type === 'aws_dynamodb_table'
    ? 'This table does not say that it is encrypted. Give it serverSideEncryption: { enabled: true }.'
    : 'This database is not encrypted. Give it storageEncrypted: true; a database that stands is replaced by that.';
});

function isEncrypted({ type, attributes }: Block): boolean {
  return type === 'aws_dynamodb_table'
    ? blocksIn(attributes, 'server_side_encryption').some(({ enabled }) => isTrue(enabled))
    : isTrue(attributes.storage_encrypted);
}
