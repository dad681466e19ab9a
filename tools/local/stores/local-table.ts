import { isDeepStrictEqual } from 'node:util';
import { UserError } from '../../shared/user-error';
import { requestLoopback } from '../loopback-request';
import type { TableDefinition } from './table-definition';

/**
 * Creates a table. A table that an earlier run created is kept.
 * @param reset the command that deletes the local data, for messages
 * @throws UserError if the stored table has different keys, attributes or indexes. In that case, nothing is changed
 */
export async function ensureTable(
  port: number,
  definition: TableDefinition,
  reset: string,
): Promise<'created' | 'found'> {
  const stored = await callDynamoDb(port, 'DescribeTable', { TableName: definition.TableName });
  if (stored.status !== 200) {
    const created = await callDynamoDb(port, 'CreateTable', definition);
    if (created.status !== 200)
      throw new Error(`The emulator dynalite did not create ${definition.TableName}: ${created.body}`);
    return 'created';
  }
  const differences = tableDifferences(JSON.parse(stored.body).Table, definition);
  if (differences.length === 0) return 'found';
  throw new UserError(
    `The stored table ${definition.TableName} does not have the same ${differences.join(' and ')} as the synthesized table. "${reset}" deletes the local data; the next start creates the table again.`,
  );
}

/**
 * Returns the properties in which two tables differ. Throughput and billing are ignored: in AWS, both can change while
 * a table has data, and on this machine they have no effect.
 */
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

/** Sends one request to the DynamoDB emulator on this port. */
export function callDynamoDb(port: number, operation: string, input: object) {
  return requestLoopback({
    port,
    path: '/',
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.0',
      'X-Amz-Target': `DynamoDB_20120810.${operation}`,
      'X-Amz-Date': 'unchecked',
      // dynalite requires a well-formed signature, but does not verify it.
      Authorization: 'AWS4-HMAC-SHA256 Credential=local/local, SignedHeaders=host, Signature=local',
    },
    body: JSON.stringify(input),
  });
}
