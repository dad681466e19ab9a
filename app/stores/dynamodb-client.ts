import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientLimits } from './client-limits';

/** The settings of the client. The SDK finds the credentials itself. */
export interface DynamoDbClientProps {
  /** The AWS region of the table, such as `eu-central-1`. */
  readonly region: string;
  /**
   * The URL of DynamoDB, for example of an emulator.
   * @default the value of `AWS_ENDPOINT_URL_DYNAMODB`, which the SDK reads, or the endpoint of the region if that
   * variable is not set
   */
  readonly endpoint?: string;
}

/** Creates a DynamoDB client. It keeps and reuses its connections, and limits the time of each request. */
export function createDynamoDbClient(props: DynamoDbClientProps): DynamoDBClient {
  return new DynamoDBClient({
    region: props.region,
    ...(props.endpoint !== undefined && { endpoint: props.endpoint }),
    ...clientLimits(300, 800),
  });
}
