import type { Account, Values } from '@eight-digit/offline-aws-provider';
import { AwsFault, type FakeAws } from './fake-aws';

/** Makes the fake AWS describe the offline provider's account: the caller, the tagged resources, and the amount of stored data. */
export class AccountContents {
  /** ARNs of orphans: resources with the environment's tags that Terraform does not manage. Tests set this field. */
  tagged: string[] = [];

  constructor(
    aws: FakeAws,
    private readonly account: Account,
  ) {
    const named = (type: string, name: unknown) => account.resources(type).filter((one) => one.name === name);
    aws.define({
      'sts:GetCallerIdentity': () => ({
        Account: account.id,
        Arn: `arn:aws:iam::${account.id}:user/someone`,
        UserId: 'A',
      }),
      'tag:GetResources': () => ({
        ResourceTagMappingList: [...this.tagged, ...this.#managed()].map((ResourceARN) => ({ ResourceARN })),
      }),
      'dynamodb:DescribeTable': ({ TableName }) => ({ Table: { TableName, ItemCount: 12 } }),
      'ecr:DescribeImages': ({ repositoryName }) => ({
        imageDetails: account.resources('aws_ecr_image').filter((image) => image.repository_name === repositoryName),
      }),
      's3:ListObjectVersions': ({ Bucket }) => ({
        versions: account
          .resources('aws_s3_object')
          .flatMap(({ bucket, id }) => (bucket === Bucket ? [String(id)] : [])),
      }),
      'logs:DescribeLogGroups': ({ logGroupNamePrefix }) => ({
        logGroups: named('aws_cloudwatch_log_group', logGroupNamePrefix).map(({ name, arn }) => ({
          logGroupName: name,
          arn: `${arn}:*`,
        })),
      }),
      'ssm:GetParameterHistory': ({ Name }) => {
        const Value = account.parameter(String(Name));
        if (Value === undefined) throw new AwsFault('ParameterNotFound', 'The parameter does not exist.');
        return { Parameters: [{ Value, LastModifiedUser: `arn:aws:iam::${account.id}:user/someone` }] };
      },
      'ssm:DescribeParameters': ({ ParameterFilters }) => ({
        Parameters: account
          .parametersUnder(pathIn(ParameterFilters), true)
          .map(([Name]) => ({ Name, ARN: account.arn('ssm', `parameter${Name}`) })),
      }),
    });
  }

  #managed(): string[] {
    const types = ['aws_vpc', 'aws_dynamodb_table', 'aws_lb', 'aws_ecr_repository', 'aws_db_instance'];
    return types.flatMap((type) => this.account.resources(type)).map((resource: Values) => String(resource.arn));
  }
}

/** Returns the path by which a DescribeParameters request filters. Without filters, this is an empty string. */
function pathIn(filters: unknown): string {
  const [{ Values: [path = ''] = [] } = {}] = filters as readonly { readonly Values?: readonly string[] }[];
  return path;
}
