import { tableDefinition } from '../../../tools/local/table-definition';
import { SynthesizedStack } from '../../../tools/shared/synthesized-stack';
import { stackDocument } from '../../support/local-project';

function definitionOf(table: object = {}) {
  return tableDefinition(new SynthesizedStack(stackDocument(table)), 'Entries');
}

describe('tableDefinition', () => {
  it('has the keys and the index of the synthesized table', () => {
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

  it('has no throughput when the table is paid per request', () => {
    expect(definitionOf()).not.toHaveProperty('ProvisionedThroughput');
  });

  it('has the capacities of a provisioned table and its index', () => {
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

  it('gives a local index the partition key of its table', () => {
    const index = { name: 'by-feed', range_key: 'feed', projection_type: 'ALL' };
    expect(definitionOf({ local_secondary_index: [index] }).LocalSecondaryIndexes?.[0]?.KeySchema).toEqual([
      { AttributeName: 'username', KeyType: 'HASH' },
      { AttributeName: 'feed', KeyType: 'RANGE' },
    ]);
  });

  it('refuses a table that the stack does not have', () => {
    expect(() => tableDefinition(new SynthesizedStack(stackDocument()), 'Others')).toThrow(
      'no aws_dynamodb_table named "Others"',
    );
  });
});
