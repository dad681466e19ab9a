import type { DynamodbTableConfig } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Environment } from '../environment';
import { lifecycleOf } from '../removal';

/** What every DynamoDB table has that holds data, whatever its keys. */
export function dataTable(removal: Environment['removal']) {
  return {
    billingMode: 'PAY_PER_REQUEST',
    serverSideEncryption: { enabled: true },
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: removal === 'protect',
    lifecycle: lifecycleOf(removal),
  } satisfies Partial<DynamodbTableConfig>;
}
