import { tableDefinition } from '../../../../tools/local/stores/table-definition';
import { SynthesizedStack } from '../../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../../support/commands/local-stack';

function definitionOf(table: object = {}) {
  return tableDefinition(new SynthesizedStack(stackDocument(table)), 'Entries');
}

describe('tableDefinition', () => {
  it('contains the keys and the index of the synthesized table', () => {
    expect(definitionOf()).toMatchObject({
      TableName: 'Entries',
      KeySchema: [
        { AttributeName: 'username', KeyType: 'HASH' },
        { AttributeName: 'timestamp', KeyType: 'RANGE' },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: 'latest',
          KeySchema: [
            { AttributeName: 'feed', KeyType: 'HASH' },
            { AttributeName: 'timestamp', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    });
  });

  it('contains no provisioned throughput if the table is billed per request', () => {
    expect(definitionOf()).not.toHaveProperty('ProvisionedThroughput');
  });

  it('contains the capacities of a provisioned table and its index', () => {
    const index = {
      name: 'latest',
      hash_key: 'feed',
      projection_type: 'KEYS_ONLY',
      read_capacity: 3,
      write_capacity: 4,
    };
    const provisioned = definitionOf({
      billing_mode: 'PROVISIONED',
      read_capacity: 1,
      write_capacity: 2,
      global_secondary_index: [index],
    });
    expect(provisioned.ProvisionedThroughput).toEqual({ ReadCapacityUnits: 1, WriteCapacityUnits: 2 });
    expect(provisioned.GlobalSecondaryIndexes?.[0]?.ProvisionedThroughput).toEqual({
      ReadCapacityUnits: 3,
      WriteCapacityUnits: 4,
    });
  });

  it('gives a local secondary index the partition key of the table', () => {
    const index = { name: 'by-feed', range_key: 'feed', projection_type: 'ALL' };
    expect(definitionOf({ local_secondary_index: [index] }).LocalSecondaryIndexes?.[0]?.KeySchema).toEqual([
      { AttributeName: 'username', KeyType: 'HASH' },
      { AttributeName: 'feed', KeyType: 'RANGE' },
    ]);
  });

  it('reads a block that is an object instead of a list, and resolves references', () => {
    const document = { ...stackDocument(), locals: { key: 'username', type: 'S' } };
    document.resource.aws_dynamodb_table.entries = {
      name: 'Entries',
      hash_key: `\${local.key}`,
      attribute: { name: `\${local.key}`, type: `\${local.type}` },
    } as never;
    expect(tableDefinition(new SynthesizedStack(document as never), 'Entries')).toMatchObject({
      AttributeDefinitions: [{ AttributeName: 'username', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'username', KeyType: 'HASH' }],
    });
  });

  it('finds a table even if the name of another table is computed', () => {
    const { resource, ...document } = stackDocument();
    const { entries } = resource.aws_dynamodb_table;
    const tables = { others: { name: `\${random_pet.name.id}` }, entries };
    const stack = new SynthesizedStack({ ...document, resource: { aws_dynamodb_table: tables } });
    expect(tableDefinition(stack, 'Entries').TableName).toBe('Entries');
  });

  it.each<[string, object, string]>([
    [
      'dynamic blocks',
      { dynamic: { attribute: { for_each: [] } } },
      'dynamic blocks (attribute), which only Terraform',
    ],
    ['an expression instead of blocks', { attribute: `\${var.all}` }, 'expected an object or a list of objects'],
    ['no partition key', { hash_key: undefined }, 'aws_dynamodb_table.entries has no hash_key.'],
    ['a computed key', { hash_key: `\${random_pet.name.id}` }, 'is known only after an apply'],
    ['a key that is not a string', { hash_key: 5 }, 'hash_key of aws_dynamodb_table.entries is 5'],
    ['a key without an attribute', { range_key: 'id' }, 'keys that no attribute block declares: id.'],
    ['a capacity that is not a number', { read_capacity: 'many' }, '"many", but must be a whole number'],
    ['an index without a projection', { local_secondary_index: [{ name: 'i' }] }, 'has no projection_type.'],
  ])('rejects a table with %s', (_what, table, says) => {
    expect(() => definitionOf(table)).toThrow(says);
  });

  it('rejects a table name that the stack does not contain', () => {
    expect(() => tableDefinition(new SynthesizedStack(stackDocument()), 'Others')).toThrow(
      'no aws_dynamodb_table named "Others"',
    );
  });
});
