import { inCdn } from '../cdn-region';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';

/** The tables with the environment's names, such as the default names, and those with a name that a user chose. */
const tables: Target = { resources: (owner) => tableArns(owner, owner.values('aws_dynamodb_table', 'name')) };
const expiringTables: Target = {
  resources: (owner) => {
    const expiring = owner.of('aws_dynamodb_table').filter(({ block }) => block.ttl !== undefined);
    const names = expiring.map(({ block }) => block.name);
    return tableArns(
      owner,
      owner.values('aws_dynamodb_table', 'name').filter((name) => names.includes(name)),
    );
  },
  isOptional: true,
};

/** The pattern lets a role change a table from a default to a chosen name, and back: both exist during the apply. */
function tableArns(owner: StackOwner, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const chosen = names.filter((name) => !name.startsWith(`${owner.prefix}-`));
  return owner.regional('dynamodb', ...[...chosen, `${owner.prefix}-*`].map((name) => `table/${name}`));
}

/** The AWS managed key for DynamoDB, which has this alias. */
const tableKey: Target = {
  resources: (owner) => owner.regional('kms', 'key/*'),
  condition: () => ({ StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' } }),
};

const logGroups: Target = {
  resources: (owner) => logGroupArns(owner, `/*/${owner.prefix}`, `aws-waf-logs-${owner.prefix}`),
};
const databaseLogs: Target = {
  resources: (owner) =>
    owner.has('aws_db_instance') ? logGroupArns(owner, `/aws/rds/instance/${owner.prefix}-database/*`) : [],
  part: 'profiles',
};
/** The log of the firewall of CloudFront. */
const cdnLogs: Target = {
  resources: (owner) => inCdn(owner, (one) => logGroupArns(one, `aws-waf-logs-${one.prefix}-cdn`)),
  part: 'cdn',
};
/** The same for all environments of a project, so that they share one statement. */
const readCdnLogs: Target = {
  resources: (owner) => inCdn(owner, (one) => one.regional('logs', `log-group:aws-waf-logs-${one.project}-*-cdn`)),
  part: 'cdn',
};

/** Some actions on log groups need `:*` at the end of the ARN, and some need an ARN without it. */
function logGroupArns(owner: StackOwner, ...names: readonly string[]): string[] {
  return owner.regional('logs', ...names.flatMap((name) => [`log-group:${name}`, `log-group:${name}:*`]));
}

/** Plans must not read other parameters under the same path, because these may be secrets of the app. */
const publishedParameters: Target = {
  resources: (owner) => {
    return parameterArns(owner, 'deployed*', 'removal*');
  },
};
/** Their values are no secrets: `database/secret` is the ARN of one. A plan lists the path `database`. */
const profileParameters: Target = {
  resources: (owner) =>
    owner.has('aws_db_instance') ? parameterArns(owner, 'database', 'database/*', 'entries/table', 'uploads/*') : [],
  part: 'profiles',
};
const parameters: Target = {
  resources: (owner) => parameterArns(owner, '*'),
};

function parameterArns(owner: StackOwner, ...paths: readonly string[]): string[] {
  return owner.regional('ssm', ...paths.map((path) => `parameter/${owner.project}/${owner.name}/${path}`));
}

/** https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service */
export const storage = {
  aws_cloudwatch_log_group: row('service', {
    reads: 'logs: DescribeLogGroups ListTagsForResource',
    writes: 'logs: CreateLogGroup PutRetentionPolicy DeleteLogGroup TagResource UntagResource',
    others: {
      'logs: ListTagsForResource': [logGroups, databaseLogs, readCdnLogs],
      'logs: CreateLogGroup PutRetentionPolicy DeleteLogGroup TagResource UntagResource': [
        logGroups,
        databaseLogs,
        cdnLogs,
      ],
    },
  }),
  // The provider checks whether the encryption key of the table is the default KMS key of DynamoDB.
  aws_dynamodb_table: row('service', {
    reads: [
      'dynamodb: DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource',
      'kms: DescribeKey',
    ],
    writes:
      'dynamodb: CreateTable UpdateTable UpdateContinuousBackups UpdateTimeToLive DeleteTable TagResource UntagResource',
    on: tables,
    others: { 'kms: DescribeKey': tableKey, 'dynamodb: UpdateTimeToLive': expiringTables },
  }),
  aws_ssm_parameter: row('service', {
    reads: 'ssm: GetParameter DescribeParameters ListTagsForResource',
    writes: 'ssm: PutParameter DeleteParameter AddTagsToResource RemoveTagsFromResource',
    on: parameters,
    others: { 'ssm: GetParameter ListTagsForResource': [publishedParameters, profileParameters] },
  }),
  'data.aws_ssm_parameters_by_path': row('service', {
    reads: 'ssm: GetParametersByPath',
    others: { 'ssm: GetParametersByPath': [publishedParameters, profileParameters] },
  }),
} as const;
