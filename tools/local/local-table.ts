import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../shared/user-error';
import { requestLoopback } from './loopback';
import type { TableDefinition } from './table-definition';

/**
 * Creates the table, or finds it as an earlier run left it.
 * @param reset the command that removes the local data
 * @throws UserError when the stored table has other keys, attributes or indexes; nothing is changed then
 */
export async function ensureTable(
  port: number,
  definition: TableDefinition,
  reset: string,
): Promise<'created' | 'found'> {
  const stored = await callDynamoDb(port, 'DescribeTable', { TableName: definition.TableName });
  if (stored.status !== 200) {
    const created = await callDynamoDb(port, 'CreateTable', definition);
    if (created.status !== 200) throw new Error(`dynalite did not create ${definition.TableName}: ${created.body}`);
    return 'created';
  }
  const differences = tableDifferences(JSON.parse(stored.body).Table, definition);
  if (differences.length === 0) return 'found';
  throw new UserError(
    `The stored table ${definition.TableName} has other ${differences.join(' and ')} than the synthesized one: "${reset}" removes the local data, the next start creates the table anew.`,
  );
}

/** Throughput and billing are left out: they can change on a table that has data, and mean nothing here. */
function tableDifferences(stored: TableDefinition, wanted: TableDefinition): string[] {
  const parts = {
    keys: (table: TableDefinition) => table.KeySchema,
    attributes: (table: TableDefinition) => sorted(table.AttributeDefinitions),
    indexes: (table: TableDefinition) =>
      [table.GlobalSecondaryIndexes, table.LocalSecondaryIndexes].map((indexes = []) =>
        sorted(indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))),
      ),
  };
  return Object.entries(parts)
    .filter(([, part]) => !isDeepStrictEqual(part(stored), part(wanted)))
    .map(([name]) => name);
}

function sorted<T>(list: readonly T[]): T[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** One call of the database on this port. */
export function callDynamoDb(port: number, operation: string, input: object) {
  return requestLoopback({
    port,
    path: '/',
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': 'unchecked',
      // dynalite wants to see a signature of the right form and checks no more than that.
      Authorization: 'AWS4-HMAC-SHA256 Credential=local/local, SignedHeaders=host, Signature=local',
    },
    body: JSON.stringify(input),
  });
}
