import { toUserError } from '../aws/aws-error';
import type { AwsClients } from '../aws/clients';
import { regionalClients } from '../aws/regional-clients';
import type { SynthesizedEnvironment } from '../shared/environment';
import { type Leftover, leftoverOf } from './leftover';

/**
 * Returns the ARNs of everything in the environment's regions that has its tags. AWS still lists deleted resources for
 * some time.
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
 * Finds what is left of an environment that Terraform has destroyed: resources with its tags, and log groups and parameters with its names.
 * Services create the latter without tags.
 * @param deleted ARNs that Terraform has just deleted: AWS may still list their tags
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

/** Returns the environment's log groups that exist, by the names that Terraform gave them. */
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
 * Returns the environment's parameters, without their values: the role that destroys an environment cannot read all of
 * them.
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

/** CloudWatch Logs writes the ARNs of log groups with `:*` at the end; the tagging API does not. */
function withoutStar(arn: string): string {
  return arn.replace(/:\*$/, '');
}
