import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type * as Clients from '../../../tools/aws/clients';

const actual: typeof Clients = jest.requireActual('../../../tools/aws/clients');

/**
 * Takes the place of `tools/aws/clients` in a suite that runs commands in its own process: the clients that all suites share do not see
 * the AWS_ENDPOINT_URL that the suite has set.
 */
export function createAwsClients(region: string): Clients.AwsClients {
  const props = { region, endpoint: process.env.AWS_ENDPOINT_URL };
  return {
    ...actual.createAwsClients(region),
    dynamoDb: async () => new DynamoDBClient(props),
    s3: async () => new S3Client({ ...props, forcePathStyle: true }),
  };
}
