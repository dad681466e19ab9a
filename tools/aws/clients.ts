import type { ACMClient } from '@aws-sdk/client-acm';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EC2Client } from '@aws-sdk/client-ec2';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { ECSClient } from '@aws-sdk/client-ecs';
import type { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
import type { SSMClient } from '@aws-sdk/client-ssm';
import type { STSClient } from '@aws-sdk/client-sts';

/**
 * The AWS services that commands use. Each SDK client is loaded when it is first needed, because loading takes a tenth
 * of a second.
 */
export interface AwsClients {
  readonly region: string;
  /** Returns the clients for another region, with the same credentials. */
  inRegion(region: string): AwsClients;
  acm(): Promise<ACMClient>;
  cloudWatch(): Promise<CloudWatchClient>;
  logs(): Promise<CloudWatchLogsClient>;
  dynamoDb(): Promise<DynamoDBClient>;
  ec2(): Promise<EC2Client>;
  ecr(): Promise<ECRClient>;
  ecs(): Promise<ECSClient>;
  quotas(): Promise<ServiceQuotasClient>;
  s3(): Promise<S3Client>;
  secrets(): Promise<SecretsManagerClient>;
  ssm(): Promise<SSMClient>;
  sts(): Promise<STSClient>;
  tagging(): Promise<ResourceGroupsTaggingAPIClient>;
}

/**
 * Creates the clients for one region, with the credentials that the SDK finds: environment variables, profiles, SSO or
 * roles. The environment variable `AWS_ENDPOINT_URL` overrides the endpoints.
 */
export function createAwsClients(region: string): AwsClients {
  // Without this timeout, a command would wait for minutes in a network that drops packets.
  const props = { region, maxAttempts: 4, requestHandler: { connectionTimeout: 5_000 } };
  const once = <T>(load: () => Promise<T>): (() => Promise<T>) => {
    let client: Promise<T> | undefined;
    return () => {
      client ??= load();
      return client;
    };
  };
  return {
    region,
    inRegion: createAwsClients,
    acm: once(async () => new (await import('@aws-sdk/client-acm')).ACMClient(props)),
    cloudWatch: once(async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(props)),
    logs: once(async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogsClient(props)),
    dynamoDb: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDBClient(props)),
    ec2: once(async () => new (await import('@aws-sdk/client-ec2')).EC2Client(props)),
    ecr: once(async () => new (await import('@aws-sdk/client-ecr')).ECRClient(props)),
    ecs: once(async () => new (await import('@aws-sdk/client-ecs')).ECSClient(props)),
    quotas: once(async () => new (await import('@aws-sdk/client-service-quotas')).ServiceQuotasClient(props)),
    s3: once(async () => new (await import('@aws-sdk/client-s3')).S3Client(props)),
    secrets: once(async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManagerClient(props)),
    ssm: once(async () => new (await import('@aws-sdk/client-ssm')).SSMClient(props)),
    sts: once(async () => new (await import('@aws-sdk/client-sts')).STSClient(props)),
    tagging: once(async () => {
      const { ResourceGroupsTaggingAPIClient } = await import('@aws-sdk/client-resource-groups-tagging-api');
      return new ResourceGroupsTaggingAPIClient(props);
    }),
  };
}
