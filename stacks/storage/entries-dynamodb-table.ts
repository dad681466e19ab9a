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

/** The table of entries, and its index that finds the latest one without a scan. */
export class EntriesDynamodbTable extends Construct {
  /** The table's name, known to Terraform only through the table: what uses it comes after it. */
  readonly name: string;
  private readonly arn: string;

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

  /** Lets the role do on the table and its index what the app does, and nothing else. */
  grantApp(role: Role): void {
    const index = `${this.arn}/index/${entriesTable.latestIndex.name}`;
    role.grant('entries', [{ actions: entriesTableActions, resources: [this.arn, index] }]);
  }
}
