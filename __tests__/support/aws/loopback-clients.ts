import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type * as Clients from '../../../tools/aws/clients';

const actual: typeof Clients = jest.requireActual('../../../tools/aws/clients');

/**
 * Replaces `createAwsClients` in suites that run commands in the test process. It passes the endpoint to each client. The SDK cannot read
 * AWS_ENDPOINT_URL here: it runs outside Jest's sandbox, so it does not see the environment variables that a suite sets.
 */
export function createAwsClients(region: string): Clients.AwsClients {
  const props = { region, endpoint: process.env.AWS_ENDPOINT_URL };
  return {
    ...actual.createAwsClients(region),
    dynamoDb: async () => new DynamoDBClient(props),
    s3: async () => new S3Client({ ...props, forcePathStyle: true }),
  };
}
