import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';

/** The environment's DynamoDB tables: those with the environment's prefix, and those with a name from the environment's file. */
export const tables: Target = { resources: (owner) => tableArns(owner, owner.values('aws_dynamodb_table', 'name')) };
const expiringTables: Target = {
  resources: (owner) => {
    const expiring = owner.of('aws_dynamodb_table').filter(({ block }) => block.ttl !== undefined);
    const names = expiring.map(({ block }) => block.name);
    return tableArns(
      owner,
      owner.values('aws_dynamodb_table', 'name').filter((name) => names.includes(name)),
    );
  },
  isOptional: true,
};

/**
 * Returns the ARNs of tables with a name from the environment's file, and a pattern for default names. If an edit of the file adds or
 * removes the name, the table is replaced, and both tables exist during the apply.
 */
function tableArns(owner: StackOwner, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const chosen = names.filter((name) => !name.startsWith(`${owner.prefix}-`));
  return owner.regional('dynamodb', ...[...chosen, `${owner.prefix}-*`].map((name) => `table/${name}`));
}

/** The AWS managed KMS key for DynamoDB. Its alias identifies it. */
const tableKey: Target = {
  resources: (owner) => owner.regional('kms', 'key/*'),
  condition: () => ({ StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' } }),
};

/**
 * The rows for DynamoDB tables. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const tableRows = {
  // The provider calls kms:DescribeKey to check whether a table is encrypted with DynamoDB's default KMS key.
  aws_dynamodb_table: row('service', {
    reads: [
      'dynamodb: DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource',
      'kms: DescribeKey',
    ],
    writes:
      'dynamodb: CreateTable UpdateTable UpdateContinuousBackups UpdateTimeToLive DeleteTable TagResource UntagResource',
    on: tables,
    others: { 'kms: DescribeKey': tableKey, 'dynamodb: UpdateTimeToLive': expiringTables },
  }),
} as const;
