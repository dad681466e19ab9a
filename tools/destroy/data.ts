import type { AwsClients } from '../aws/clients';
import { dataOf } from '../plan/data-loss';
import type { PlanJson, ResourceChange } from '../terraform/plan-json';
import { isDeleted, nameOf } from './blockers';

/** Larger numbers are not reported exactly, because AWS returns at most this many items per request. */
const countedAtMost = 1_000;

type Counter = (aws: AwsClients, name: string) => Promise<string>;

/** The functions that count the data in a resource, by resource type. */
const counters: Readonly<Record<string, Counter>> = {
  aws_dynamodb_table: async (aws, TableName) => {
    const { DescribeTableCommand } = await import('@aws-sdk/client-dynamodb');
    const { Table } = await (await aws.dynamoDb()).send(new DescribeTableCommand({ TableName }));
    // The number is approximate, because DynamoDB updates it only about every six hours.
    return `about ${Table?.ItemCount ?? 0}`;
  },
  aws_ecr_repository: async (aws, repositoryName) => {
    const { DescribeImagesCommand } = await import('@aws-sdk/client-ecr');
    const command = new DescribeImagesCommand({ repositoryName, maxResults: countedAtMost });
    const { imageDetails = [], nextToken } = await (await aws.ecr()).send(command);
    return counted(imageDetails.length, nextToken !== undefined);
  },
  aws_s3_bucket: async (aws, Bucket) => {
    const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3');
    const command = new ListObjectVersionsCommand({ Bucket, MaxKeys: countedAtMost });
    const { Versions = [], IsTruncated = false } = await (await aws.s3()).send(command);
    return `${counted(Versions.length, IsTruncated)} with their versions`;
  },
};

function counted(count: number, isMore: boolean): string {
  return isMore ? `more than ${count}` : String(count);
}

/**
 * Returns a sentence for each resource of a plan whose deletion deletes data. The sentence contains the amount of data
 * if AWS reports it.
 */
export async function describeData(plan: PlanJson, aws: AwsClients): Promise<string[]> {
  const withData = (plan.resource_changes ?? []).filter(isDeleted).flatMap((change) => {
    const data = dataOf(change, plan);
    return data === undefined ? [] : [{ change, data }];
  });
  return Promise.all(withData.map(({ change, data }) => describe(change, data, aws)));
}

async function describe(change: ResourceChange, data: string, aws: AwsClients): Promise<string> {
  const name = nameOf(change);
  // The amount only helps the user to decide, so it is left out if AWS does not return it.
  const amount = await counters[change.type]?.(aws, name).catch(() => undefined);
  return `${name}: ${data}${amount === undefined ? '' : ` (${amount})`}`;
}
