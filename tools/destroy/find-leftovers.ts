import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { regionalClients } from '../aws/regional-clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import { type Leftover, leftoverOf } from './leftover';

/**
 * Returns the ARNs of all resources with the tags of an environment, in the regions of the environment. They may include
 * recently deleted resources, which AWS still lists for some time.
 */
export async function findTagged(environment: SynthesizedEnvironment, aws: AwsClients): Promise<string[]> {
  const lists = regionalClients(environment, aws).map((clients) => taggedIn(environment, clients));
  return (await Promise.all(lists)).flat().sort();
}

async function taggedIn({ project, name }: SynthesizedEnvironment, aws: AwsClients): Promise<string[]> {
  const { paginateGetResources } = await import('@aws-sdk/client-resource-groups-tagging-api');
  const TagFilters = [
    { Key: 'Project', Values: [project] },
    { Key: 'Environment', Values: [name] },
  ];
  try {
    const arns: string[] = [];
    for await (const { ResourceTagMappingList = [] } of paginateGetResources(
      { client: await aws.tagging() },
      { TagFilters },
    )) {
      arns.push(...ResourceTagMappingList.flatMap(({ ResourceARN }) => ResourceARN ?? []));
    }
    return arns;
  } catch (error) {
    throw toUserError(error, `list the resources with the tags of ${name} (tag:GetResources)`);
  }
}

/**
 * Finds the resources of an environment that still exist after Terraform has destroyed the environment.
 * Looks for resources with the environment's tags, and also for log groups and parameters by name, because some of them
 * have no tags.
 * @param deleted the ARNs of resources that Terraform has just deleted, because AWS may still list them
 */
export async function findLeftovers(
  environment: SynthesizedEnvironment,
  aws: AwsClients,
  deleted: ReadonlySet<string>,
): Promise<Leftover[]> {
  const [tagged, ...named] = await Promise.all([
    findTagged(environment, aws),
    ...regionalClients(environment, aws).map((clients) => findLogGroups(environment, clients)),
    findParameters(environment, aws),
  ]);
  const arns = [...tagged.filter((arn) => !deleted.has(arn)), ...named.flat().map(withoutStar)];
  return [...new Set(arns)].map((arn) => leftoverOf(arn, aws.region));
}

/** Returns the ARNs of the existing log groups whose names are in the stack. */
async function findLogGroups({ stack }: SynthesizedEnvironment, aws: AwsClients): Promise<string[]> {
  const names = stack
    .resources('aws_cloudwatch_log_group')
    .flatMap(({ block }) => stack.resolveIfKnown(block.name) ?? []);
  const { DescribeLogGroupsCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const logs = await aws.logs();
  try {
    const pages = await Promise.all(
      names.map((logGroupNamePrefix) => logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))),
    );
    return pages
      .flatMap(({ logGroups = [] }) => logGroups)
      .filter(({ logGroupName = '' }) => names.includes(logGroupName))
      .map(({ arn = '' }) => arn);
  } catch (error) {
    throw toUserError(error, 'list the log groups (logs:DescribeLogGroups)');
  }
}

/**
 * Returns the ARNs of the environment's SSM parameters. Does not read their values, because the role that destroys an
 * environment is not allowed to read all values.
 */
async function findParameters({ project, name }: SynthesizedEnvironment, aws: AwsClients): Promise<string[]> {
  const { paginateDescribeParameters } = await import('@aws-sdk/client-ssm');
  const ParameterFilters = [{ Key: 'Path', Option: 'Recursive', Values: [`/${project}/${name}`] }];
  try {
    const arns: string[] = [];
    for await (const { Parameters = [] } of paginateDescribeParameters(
      { client: await aws.ssm() },
      { ParameterFilters },
    )) {
      arns.push(...Parameters.flatMap(({ ARN }) => ARN ?? []));
    }
    return arns;
  } catch (error) {
    throw toUserError(error, 'list the parameters (ssm:DescribeParameters)');
  }
}

/** Removes the final `:*` from the ARN of a log group. CloudWatch Logs adds this suffix, but the tagging API does not. */
function withoutStar(arn: string): string {
  return arn.replace(/:\*$/, '');
}
