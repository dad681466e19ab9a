import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientLimits } from './client-limits';

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

/** Creates a client. Its connections are kept and shared, and no attempt waits longer than its time-outs. */
export function createDynamoDbClient(props: DynamoDbClientProps): DynamoDBClient {
  return new DynamoDBClient({
    region: props.region,
    ...(props.endpoint !== undefined && { endpoint: props.endpoint }),
    ...clientLimits(300, 800),
  });
}
