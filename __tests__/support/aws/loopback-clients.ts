import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type * as Clients from '../../../tools/aws/clients';

const actual: typeof Clients = jest.requireActual('../../../tools/aws/clients');

/**
 * Replaces `createAwsClients` in suites that run commands in the test process. It passes the endpoint to the clients, because the SDK does
 * not see an AWS_ENDPOINT_URL that a suite sets: all suites share one copy of the SDK, outside Jest's sandbox.
 */
export function createAwsClients(region: string): Clients.AwsClients {
  const props = { region, endpoint: process.env.AWS_ENDPOINT_URL };
  return {
    ...actual.createAwsClients(region),
    dynamoDb: async () => new DynamoDBClient(props),
    s3: async () => new S3Client({ ...props, forcePathStyle: true }),
  };
}
