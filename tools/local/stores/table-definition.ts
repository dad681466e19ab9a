import { profilesVariables, variables } from '../../../contract';
import type { SynthesizedStack } from '../../shared/synthesized-stack';
import { UserError } from '../../shared/user-error';
import { readTable, type TerraformCapacity, type TerraformIndex, type TerraformKeys } from './terraform-table';

/** The input of DynamoDB's CreateTable. It contains only what affects the behaviour of a table. Lists are sorted by name. */
export interface TableDefinition {
  readonly TableName: string;
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly KeySchema: readonly KeyElement[];
  readonly BillingMode: string;
  readonly ProvisionedThroughput?: Throughput;
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
}

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] };
  readonly ProvisionedThroughput?: Throughput;
}

interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

/**
 * Converts the `aws_dynamodb_table` with this name into the input of CreateTable.
 * @throws UserError if the stack has no such table, or if a value is known only to Terraform
 */
export function tableDefinition(stack: SynthesizedStack, tableName: string): TableDefinition {
  const tables = stack.resources('aws_dynamodb_table');
  const resource = tables.find(({ block }) => stack.resolveIfKnown(block.name) === tableName);
  if (!resource) {
    throw new UserError(
      `The synthesized stack has no aws_dynamodb_table named "${tableName}". Add this table, or correct the variable of the app's container that contains this name: ${variables.table} or ${profilesVariables.uploadsTable}.`,
    );
  }
  const table = readTable(stack, resource);
  const provisioned = (table.billing_mode ?? 'PROVISIONED') === 'PROVISIONED';
  const indexes = (list: readonly TerraformIndex[], withCapacity: boolean) =>
    byName(list, (index) => index.name).map((index) => indexDefinition(index, table.hash_key, withCapacity));
  const global = indexes(table.global_secondary_index, provisioned);
  const local = indexes(table.local_secondary_index, false);
  return {
    TableName: tableName,
    AttributeDefinitions: byName(table.attribute, (attribute) => attribute.name).map(({ name, type }) => ({
      AttributeName: name,
      AttributeType: type,
    })),
    KeySchema: keySchema(table),
    BillingMode: provisioned ? 'PROVISIONED' : 'PAY_PER_REQUEST',
    ...(provisioned && { ProvisionedThroughput: throughput(table) }),
    ...(global.length > 0 && { GlobalSecondaryIndexes: global }),
    ...(local.length > 0 && { LocalSecondaryIndexes: local }),
  };
}

function indexDefinition(index: TerraformIndex, tableHashKey: string, withCapacity: boolean): IndexDefinition {
  return {
    IndexName: index.name,
    // In Terraform, a local index has no hash_key: its partition key is always the table's.
    KeySchema: keySchema({ range_key: index.range_key, hash_key: index.hash_key ?? tableHashKey }),
    Projection: {
      ProjectionType: index.projection_type,
      ...(index.non_key_attributes?.length && { NonKeyAttributes: [...index.non_key_attributes].sort() }),
    },
    ...(withCapacity && { ProvisionedThroughput: throughput(index) }),
  };
}

function keySchema({ hash_key, range_key }: TerraformKeys): KeyElement[] {
  return [
    { AttributeName: hash_key, KeyType: 'HASH' },
    ...(range_key ? [{ AttributeName: range_key, KeyType: 'RANGE' } as const] : []),
  ];
}

function throughput({ read_capacity, write_capacity }: TerraformCapacity): Throughput {
  return { ReadCapacityUnits: read_capacity ?? 1, WriteCapacityUnits: write_capacity ?? 1 };
}

function byName<T>(list: readonly T[], name: (item: T) => string): T[] {
  return [...list].sort((a, b) => (name(a) < name(b) ? -1 : 1));
}
