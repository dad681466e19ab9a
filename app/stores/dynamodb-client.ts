import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientLimits } from './client-limits';

/** The settings of the client. The SDK finds the credentials itself. */
export interface DynamoDbClientProps {
  /** The AWS region of the table, such as `eu-central-1`. */
  readonly region: string;
  /**
   * The URL of DynamoDB or of an emulator.
   * @default the SDK uses the value of `AWS_ENDPOINT_URL_DYNAMODB` or, if this variable is not set, the region's
   * endpoint
   */
  readonly endpoint?: string;
}

/** Creates a DynamoDB client that reuses its connections, and has timeouts for connecting and for each request. */
export function createDynamoDbClient(props: DynamoDbClientProps): DynamoDBClient {
  return new DynamoDBClient({
    region: props.region,
    ...(props.endpoint !== undefined && { endpoint: props.endpoint }),
    ...clientLimits(300, 800),
  });
}
