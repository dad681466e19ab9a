import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { Construct } from 'constructs';
import { entriesTable, entriesTableActions } from '../../contract';
import type { Environment } from '../environment';
import type { Role } from '../iam/role';
import { dataTable } from './data-table';

export interface EntriesDynamodbTableProps {
  readonly name: string;
  readonly removal: Environment['removal'];
}

/** The DynamoDB table of entries, with an index that finds the latest entry without a scan. */
export class EntriesDynamodbTable extends Construct {
  /** The name of the table, as a reference: resources that use the reference depend on the table. */
  readonly name: string;
  readonly arn: string;

  constructor(scope: Construct, id: string, { name, removal }: EntriesDynamodbTableProps) {
    super(scope, id);
    const { partitionKey, sortKey, latestIndex } = entriesTable;
    const keys = new Set([partitionKey, sortKey, latestIndex.partitionKey, latestIndex.sortKey]);
    const table = new DynamodbTable(this, 'table', {
      name,
      ...dataTable(removal),
      hashKey: partitionKey,
      rangeKey: sortKey,
      ttl: { attributeName: entriesTable.expiry, enabled: true },
      attribute: [...keys].map((key) => ({ name: key, type: 'S' })),
      globalSecondaryIndex: [
        {
          name: latestIndex.name,
          hashKey: latestIndex.partitionKey,
          rangeKey: latestIndex.sortKey,
          projectionType: 'ALL',
        },
      ],
    });
    this.name = table.name;
    this.arn = table.arn;
  }

  /** Grants the role exactly the permissions that the app needs for the table and its index. */
  grantApp(role: Role): void {
    const index = `${this.arn}/index/${entriesTable.latestIndex.name}`;
    role.grant('entries', [{ actions: entriesTableActions, resources: [this.arn, index] }]);
  }
}
