import { inCdn } from '../cdn-region';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';

/** The environment's DynamoDB tables: those with the environment's prefix, and those with a name from the environment's file. */
export const tables: Target = { resources: (owner) => tableArns(owner, owner.values('aws_dynamodb_table', 'name')) };
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

/**
 * Returns the ARNs of tables with a name from the environment's file, and a pattern for default names. If an edit of the file adds or
 * removes the name, the table is replaced, and both tables exist during the apply.
 */
function tableArns(owner: StackOwner, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const chosen = names.filter((name) => !name.startsWith(`${owner.prefix}-`));
  return owner.regional('dynamodb', ...[...chosen, `${owner.prefix}-*`].map((name) => `table/${name}`));
}

/** The AWS managed KMS key for DynamoDB. Its alias identifies it. */
const tableKey: Target = {
  resources: (owner) => owner.regional('kms', 'key/*'),
  condition: () => ({ StringEquals: { 'kms:RequestAlias': 'alias/aws/dynamodb' } }),
};

/**
 * The log groups of the tasks, the VPC and the firewall, even if only an edit of the settings would add them, and the other log groups in
 * the stack.
 */
const logGroups: Target = {
  resources: (owner) => {
    const usual = [`/ecs/${owner.prefix}`, `/vpc/${owner.prefix}`, `aws-waf-logs-${owner.prefix}`];
    const ofOtherTargets = /^(aws-waf-logs-|\/aws\/rds\/)/;
    const others = owner.values('aws_cloudwatch_log_group', 'name').filter((name) => !ofOtherTargets.test(name));
    return logGroupArns(owner, ...new Set([...usual, ...others]));
  },
};
/** The log groups of `logGroups`, for read access. Patterns keep the policies for plans small. */
const readLogGroups: Target = {
  resources: (owner) => logGroupArns(owner, `/*/${owner.prefix}`, `aws-waf-logs-${owner.prefix}`),
};
const databaseLogs: Target = {
  resources: (owner) =>
    owner.has('aws_db_instance') ? logGroupArns(owner, `/aws/rds/instance/${owner.prefix}-database/*`) : [],
  part: 'profiles',
};
/** The log group of the firewall in front of CloudFront. */
const cdnLogs: Target = {
  resources: (owner) => inCdn(owner, (one) => logGroupArns(one, `aws-waf-logs-${one.prefix}-cdn`)),
  part: 'cdn',
};
/** The log groups of all the project's firewalls in front of CloudFront. The project's environments share one statement this way. */
const readCdnLogs: Target = {
  resources: (owner) => inCdn(owner, (one) => one.regional('logs', `log-group:aws-waf-logs-${one.project}-*-cdn`)),
  part: 'cdn',
};

/** Returns each log group's ARN without and with `:*` at the end: some actions require the first form, others the second. */
function logGroupArns(owner: StackOwner, ...names: readonly string[]): string[] {
  return owner.regional('logs', ...names.flatMap((name) => [`log-group:${name}`, `log-group:${name}:*`]));
}

/**
 * The parameters that the stack publishes. Plans must not read other parameters under the environment's path, because those may be secrets
 * of the app.
 */
const publishedParameters: Target = {
  resources: (owner) => owner.parameters('deployed*', 'removal*'),
};
/**
 * The parameters that the stack publishes for profiles. None is a secret: `database/secret` contains only the ARN of a secret. A plan lists
 * the path `database`.
 */
const profileParameters: Target = {
  resources: (owner) =>
    owner.has('aws_db_instance') ? owner.parameters('database', 'database/*', 'entries/table', 'uploads/*') : [],
  part: 'profiles',
};
const parameters: Target = {
  resources: (owner) => owner.parameters('*'),
};

/**
 * The rows for tables, logs and parameters. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const storage = {
  aws_cloudwatch_log_group: row('service', {
    reads: 'logs: DescribeLogGroups ListTagsForResource',
    writes: 'logs: CreateLogGroup PutRetentionPolicy DeleteLogGroup TagResource UntagResource',
    others: {
      'logs: ListTagsForResource': [readLogGroups, databaseLogs, readCdnLogs],
      'logs: CreateLogGroup PutRetentionPolicy DeleteLogGroup TagResource UntagResource': [
        logGroups,
        databaseLogs,
        cdnLogs,
      ],
    },
  }),
  // The provider calls kms:DescribeKey to check whether a table is encrypted with DynamoDB's default KMS key.
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
