import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What the client needs to be told; the credentials come from the SDK's own sources. */
export interface DynamoDbClientProps {
  /** The AWS region of the table, such as `eu-central-1`. */
  readonly region: string;
  /**
   * The URL of a DynamoDB other than AWS's.
   * @default the SDK's own setting `AWS_ENDPOINT_URL_DYNAMODB`, else the region's endpoint
   */
  readonly endpoint?: string;
}

/**
 * Creates the one client of the process: connections are kept and shared, and no attempt waits longer than its
 * time-outs.
 */
export function createDynamoDbClient(props: DynamoDbClientProps): DynamoDBClient {
  return new DynamoDBClient({
    region: props.region,
    ...(props.endpoint !== undefined && { endpoint: props.endpoint }),
    maxAttempts: 2,
    requestHandler: {
      connectionTimeout: 300,
      requestTimeout: 800,
      // Without it the SDK only warns about a request that takes longer than requestTimeout, and goes on waiting.
      throwOnRequestTimeout: true,
    },
  });
}
