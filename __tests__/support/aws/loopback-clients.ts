import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type * as Clients from '../../../tools/aws/clients';

const actual: typeof Clients = jest.requireActual('../../../tools/aws/clients');

/**
 * Replaces `tools/aws/clients` in a suite that runs commands in its own process. All suites share the SDK, which
 * therefore does not see the AWS_ENDPOINT_URL that the suite has set.
 */
export function createAwsClients(region: string): Clients.AwsClients {
  const props = { region, endpoint: process.env.AWS_ENDPOINT_URL };
  return {
    ...actual.createAwsClients(region),
    dynamoDb: async () => new DynamoDBClient(props),
    s3: async () => new S3Client({ ...props, forcePathStyle: true }),
  };
}
