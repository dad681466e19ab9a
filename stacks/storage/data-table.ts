import type { DynamodbTableConfig } from '@cdktf/provider-aws/lib/dynamodb-table';
import type { Environment } from '../environment';
import { lifecycleOf } from '../removal/lifecycle';

/** Returns the arguments that all DynamoDB tables have in common. */
export function dataTable(removal: Environment['removal']) {
  return {
    billingMode: 'PAY_PER_REQUEST',
    serverSideEncryption: { enabled: true },
    pointInTimeRecovery: { enabled: true },
    deletionProtectionEnabled: removal === 'protect',
    lifecycle: lifecycleOf(removal),
  } satisfies Partial<DynamodbTableConfig>;
}
