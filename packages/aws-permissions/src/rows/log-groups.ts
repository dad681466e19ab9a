import { inCdn } from '../cdn-region';
import { row } from '../row';
import type { StackOwner } from '../stack-owner';
import type { Target } from '../target';

/**
 * All log groups in the stack, and those of the tasks, the VPC and the firewall even if the stack does not have them yet: an edit of the
 * settings can add them.
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
 * The rows for log groups. The calls are taken from the provider's code:
 * https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service
 */
export const logGroupRows = {
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
} as const;
